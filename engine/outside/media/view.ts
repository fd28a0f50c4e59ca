/** `MediaView`: a file as people of its organisation see it; `viewOf` makes one of a row. */
import type { MediaFacts } from '../../post/networks/contract.ts'
import type { Media as MediaRow } from '../../store/entities/media.ts'

/** Its facts are what the bytes say: the type by its content, the sides as it is shown. */
export interface MediaView extends MediaFacts {
  readonly id: string
  readonly name: string
  /** Opens it without a session for a day at least; from the top of this server. */
  readonly url: string
}

export function viewOf(row: Pick<MediaRow, 'id' | 'name' | keyof MediaFacts>, url: string): MediaView {
  return { id: row.id, name: row.name, ...factsOfRow(row), url }
}

/** What rules of networks ask of a file. */
export function factsOfRow(row: Pick<MediaRow, keyof MediaFacts>): MediaFacts {
  const { type, bytes, width, height, durationMs, altText } = row
  return {
    type,
    bytes,
    width: width ?? null,
    height: height ?? null,
    durationMs: durationMs ?? null,
    altText: altText ?? null,
  }
}
