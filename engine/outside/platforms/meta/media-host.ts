/** `startMediaHost`: pictures and films at addresses that a fake can fetch, and as streams that an upload can read. */
import { listenLocally } from '../../local-server.ts'
import type { MediaRef } from '../contract.ts'

export interface MediaHost {
  /** A new medium: what it is filled with is told by `bytesOf`. */
  media(more?: Partial<MediaRef>): MediaRef
  bytesOf(media: MediaRef): Buffer
  /** How often each was fetched, by id. */
  readonly fetched: ReadonlyMap<string, number>
  /** Answers 503 while it is true. */
  isDown: boolean
  stop(): Promise<void>
}

const BYTES = 1_000
/** What `read` gives at a time. */
const PIECE_BYTES = 333

export async function startMediaHost(): Promise<MediaHost> {
  const stored = new Map<string, MediaRef>()
  const fetched = new Map<string, number>()
  const server = await listenLocally(({ url }, response) => {
    const media = stored.get(url?.slice(1) ?? '')
    if (host.isDown || media === undefined) {
      response.writeHead(host.isDown ? 503 : 404).end()
      return
    }
    fetched.set(media.id, (fetched.get(media.id) ?? 0) + 1)
    response.writeHead(200, { 'content-type': media.type }).end(bytesOf(media))
  })
  const host: MediaHost = {
    fetched,
    isDown: false,
    bytesOf,
    media(more = {}) {
      const id = more.id ?? `medium${stored.size + 1}`
      const facts = { type: 'image/jpeg', bytes: BYTES, width: 1080, height: 1080 }
      const media: MediaRef = {
        ...facts,
        durationMs: null,
        altText: null,
        id,
        url: `${server.url}/${id}`,
        read: (from) => pieces(media, from),
        ...more,
      }
      stored.set(id, media)
      return media
    },
    stop: server.stop,
  }
  return host
}

/** Other bytes for each medium and at each place, so that one that is lost, doubled or misplaced is found. */
function bytesOf({ id, bytes }: MediaRef): Buffer {
  const seed = Number(/\d+$/.exec(id)?.[0] ?? 0)
  return Buffer.from(Uint8Array.from({ length: bytes }, (_, place) => (place * 31 + seed) % 251))
}

async function* pieces(media: MediaRef, from: number): AsyncIterable<Uint8Array> {
  const bytes = bytesOf(media)
  for (let at = from; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES)
}
