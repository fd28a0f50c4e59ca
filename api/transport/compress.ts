/** `compress`: brotli or gzip, whichever the client takes, off the event loop. */
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const gunzippable = promisify(gzip)

/** Below it the headers and the CPU cost more than the bytes saved: a packet carries about 1.4 KB anyway. */
const BYTES_MIN = 1_024

export type Encoding = 'br' | 'gzip'

/** The encoding to use for a client that sent this `accept-encoding`. */
export function encodingFor(accepted: string | undefined): Encoding | null {
  const offers = new Map(
    (accepted ?? '').split(',').map((offer): [name: string, quality: number] => {
      const [name = '', quality] = offer.split(';q=')
      return [name.trim(), quality === undefined ? 1 : Number(quality)]
    }),
  )
  return (['br', 'gzip'] as const).find((encoding) => (offers.get(encoding) ?? 0) > 0) ?? null
}

/** Compresses at `effort` 1 to 9; null when it does not pay. Level 4 of brotli: gzip's size at gzip's speed. */
export async function compress(
  bytes: Uint8Array,
  encoding: Encoding,
  effort = 4,
): Promise<Uint8Array | null> {
  if (bytes.byteLength < BYTES_MIN) return null
  const smaller =
    encoding === 'br'
      ? await brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: effort } })
      : await gunzippable(bytes, { level: effort })
  return smaller.byteLength < bytes.byteLength ? smaller : null
}
