/** `startMediaHost`: files of the right types and sizes of picture, filled with anything: to be read, and fetched at an address. */
import { listenLocally } from '../../engine/outside/local-server.ts'
import type { MediaRef } from '../../engine/outside/platforms/contract.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { PublishersOutside } from '../publisher/parts.ts'
import type { WeekMedia } from './week.ts'

export interface MediaHost {
  readonly media: PublishersOutside['media']
  stop(): Promise<void>
}

/** Enough to be a file; whether the true one is too large, the rules of its network say without a byte of it. */
const BYTES_MAX = 64 * 1024

export async function startMediaHost(media: readonly WeekMedia[]): Promise<MediaHost> {
  const all = new Map(media.map((medium) => [medium.id, medium]))
  const server = await listenLocally(({ url }, response) => {
    const medium = all.get(url?.slice(1) ?? '')
    if (medium === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': medium.type }).end(bytesOf(medium))
  })

  function refOf({ organisationId: _, ...facts }: WeekMedia): MediaRef {
    const bytes = bytesOf(facts)
    return {
      ...facts,
      bytes: bytes.length,
      url: `${server.url}/${facts.id}`,
      async *read(from) {
        yield bytes.subarray(from)
      },
    }
  }

  return {
    media: {
      async refsOf(organisationId, ids) {
        const found = ids.flatMap((id) => all.get(id) ?? [])
        const ours = found.filter((medium) => medium.organisationId === organisationId)
        return ours.length === ids.length ? ours.map(refOf) : refuse('UNKNOWN_MEDIA')
      },
    },
    stop: server.stop,
  }
}

/** Others for each file: networks know a film that they have. */
function bytesOf({ id, bytes }: Pick<WeekMedia, 'id' | 'bytes'>): Buffer {
  return Buffer.alloc(Math.min(bytes, BYTES_MAX), id)
}
