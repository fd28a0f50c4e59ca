/** `add`: takes a file in, piece by piece, and looks what it is on the way. */
import { createHash } from 'node:crypto'
import { cleanText } from '../../kernel/clean-text.ts'
import { refuse } from '../../protocol/errors.ts'
import { Media as MediaRow } from '../../store/entities/media.ts'
import { MediaPart } from '../../store/entities/media-part.ts'
import { PART_BYTES, readAt } from './content.ts'
import { type FilmFacts, filmFacts } from './film-facts.ts'
import { imageSize } from './image-size.ts'
import { kindOf, type MediaKind } from './kind.ts'
import type { MediaParts } from './media.ts'

export interface ToAdd {
  readonly organisationId: string
  readonly userId: string
  /** What it was called where it came from. */
  readonly name: string
  /** Rejects when it breaks off. */
  readonly body: AsyncIterable<Uint8Array>
}

/** What is in the database before anybody sees the file: the row comes last, once it is whole. */
interface Stored {
  readonly id: string
  readonly kind: MediaKind
  readonly bytes: number
  readonly sha256: string
  /** Its beginning, where images say how large they are. */
  readonly head: Uint8Array
}

export async function add(parts: MediaParts, file: ToAdd): Promise<MediaRow> {
  const { store, clock, newId, log } = parts
  const id = newId()
  try {
    const stored = await storeParts(parts, id, file.body)
    const row = {
      id,
      organisationId: file.organisationId,
      uploadedBy: file.userId,
      name: nameOf(file.name),
      type: stored.kind.type,
      bytes: stored.bytes,
      sha256: stored.sha256,
      ...(await factsOf(parts, stored)),
      altText: null,
      createdAt: new Date(clock.now()),
    }
    await store.em().insert(MediaRow, row)
    return row
  } catch (refused) {
    const forget = store.em().nativeDelete(MediaPart, { mediaId: id })
    await forget.catch((error) => log.warn({ err: error, id }, 'pieces of a file that broke off are left'))
    throw refused
  }
}

async function storeParts(
  { store, bytesMax }: MediaParts,
  id: string,
  body: AsyncIterable<Uint8Array>,
): Promise<Stored> {
  const hash = createHash('sha256')
  let head: Buffer | null = null
  let kind: MediaKind | null = null
  let bytes = 0
  let part = 0
  for await (const content of piecesOf(body)) {
    bytes += content.length
    if (bytes > bytesMax) refuse('MEDIA_TOO_LARGE')
    head ??= content
    kind ??= kindOf(head) ?? refuse('MEDIA_UNREADABLE')
    hash.update(content)
    await store.em().insert(MediaPart, { mediaId: id, part: part++, content })
  }
  if (head === null || kind === null) refuse('MEDIA_UNREADABLE')
  return { id, kind, bytes, sha256: hash.digest('hex'), head }
}

/** Pieces of `PART_BYTES`, the last one shorter; none of an empty body. */
async function* piecesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let piece = Buffer.alloc(PART_BYTES)
  let filled = 0
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; ) {
      const taken = Math.min(chunk.length - at, PART_BYTES - filled)
      piece.set(chunk.subarray(at, at + taken), filled)
      filled += taken
      at += taken
      if (filled < PART_BYTES) continue
      yield piece
      piece = Buffer.alloc(PART_BYTES)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}

async function factsOf({ store }: MediaParts, stored: Stored): Promise<FilmFacts> {
  const { kind, head } = stored
  if (kind.is === 'film') {
    return filmFacts((from, bytes) => readAt(store, stored, from, bytes), stored.bytes)
  }
  const size = imageSize(kind.is, head)
  return { width: size?.width ?? null, height: size?.height ?? null, durationMs: null }
}

const NAME_CHARS_MAX = 120

/** The last part of a path, without what no file system and no header would take. */
function nameOf(given: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? ''
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  const name = cleanText(last.replace(/[\u0000-\u001f\u007f"<>|:*?]/g, ' '))
  return name.slice(-NAME_CHARS_MAX) || 'file'
}
