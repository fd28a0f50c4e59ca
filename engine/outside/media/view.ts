/** `MediaView`: a file as people of its organisation see it; `viewOf` makes one of a row. */
import type { Media as MediaRow } from '../../store/entities/media.ts'

export interface MediaView {
  readonly id: string
  readonly name: string
  /** MIME type, by its content. */
  readonly type: string
  readonly bytes: number
  /** Pixels, as it is shown; null when nobody could tell. */
  readonly width: number | null
  readonly height: number | null
  /** Of a film. */
  readonly durationMs: number | null
  readonly altText: string | null
  /** Opens it without a session for a day at least; from the top of this server. */
  readonly url: string
}

export function viewOf(row: MediaFields, url: string): MediaView {
  const { id, name, type, bytes, width, height, durationMs, altText } = row
  return {
    id,
    name,
    type,
    bytes,
    width: width ?? null,
    height: height ?? null,
    durationMs: durationMs ?? null,
    altText: altText ?? null,
    url,
  }
}

type MediaFields = Pick<
  MediaRow,
  'id' | 'name' | 'type' | 'bytes' | 'width' | 'height' | 'durationMs' | 'altText'
>
