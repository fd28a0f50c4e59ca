/** `contentOf`: bytes of a file as they lie in the database, piece by piece. */
import { must } from '../../kernel/assert.ts'
import type { Store } from '../../store/store.ts'

/**
 * Of every piece but the last. PostgreSQL keeps each uncompressed, in 130 rows of its own: smaller ones would cost more
 * round trips, larger ones more memory of each who reads slowly.
 */
export const PART_BYTES = 256 * 1024

const PART = {
  name: 'media_part',
  text: 'SELECT content FROM media_part WHERE media_id = $1 AND part = $2',
}

/** From byte `from` to before byte `to`, which is within the file. One piece is in memory at a time. */
export async function* contentOf(
  { reads }: Pick<Store, 'reads'>,
  id: string,
  from: number,
  to: number,
): AsyncGenerator<Buffer, void> {
  for (let at = from; at < to; ) {
    const part = Math.floor(at / PART_BYTES)
    const { rows } = await reads.query<{ content: Buffer }>({ ...PART, values: [id, part] })
    const { content } = must(rows[0], `piece ${part} of the file ${id}, which may have been removed`)
    const begin = part * PART_BYTES
    const bytes = content.subarray(at - begin, to - begin)
    yield bytes
    at += bytes.length
  }
}

/** A few bytes at a place; fewer where the file ends. */
export async function readAt(
  store: Pick<Store, 'reads'>,
  file: { readonly id: string; readonly bytes: number },
  from: number,
  bytes: number,
): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of contentOf(store, file.id, from, Math.min(from + bytes, file.bytes))) {
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
