/** `filmFacts`: how long and how large a film is, from the boxes of an MP4 or QuickTime file, wherever they lie in it. */

export interface FilmFacts {
  /** Pixels; null when nobody could tell. */
  readonly width: number | null
  readonly height: number | null
  readonly durationMs: number | null
}

/** Some bytes of the file; fewer where it ends. */
export type ReadAt = (from: number, bytes: number) => Promise<Buffer>

const UNKNOWN: FilmFacts = { width: null, height: null, durationMs: null }
/** A film has some ten boxes on a level; a file that was made to be walked for ever has more. */
const BOXES_MAX = 200

interface Box {
  readonly type: string
  /** Where its content begins and ends. */
  readonly from: number
  readonly to: number
}

export async function filmFacts(readAt: ReadAt, bytes: number): Promise<FilmFacts> {
  const [moov] = await boxesIn(readAt, 0, bytes, 'moov')
  if (moov === undefined) return UNKNOWN
  const [header] = await boxesIn(readAt, moov.from, moov.to, 'mvhd')
  const tracks = await boxesIn(readAt, moov.from, moov.to, 'trak')
  const durationMs = header === undefined ? null : durationIn(await readAt(header.from, 36))
  for (const track of tracks) {
    const [head] = await boxesIn(readAt, track.from, track.to, 'tkhd')
    const size = head && sizeIn(await readAt(head.from, 96))
    // tracks of sound have no size
    if (size) return { ...size, durationMs }
  }
  return { ...UNKNOWN, durationMs }
}

/** Boxes of one type on one level. */
async function boxesIn(readAt: ReadAt, from: number, to: number, type: string): Promise<Box[]> {
  const found: Box[] = []
  let at = from
  for (let seen = 0; seen < BOXES_MAX && at + 8 <= to; seen++) {
    const box = boxAt(await readAt(at, 16), at, to)
    if (box === null) break
    if (box.type === type) found.push(box)
    at = box.to
  }
  return found
}

/** A length of 1 says that the real one follows in 64 bits, one of 0 that the box goes on to the end. */
function boxAt(head: Buffer, at: number, end: number): Box | null {
  if (head.length < 8) return null
  const short = head.readUInt32BE(0)
  if (short === 1 && head.length < 16) return null
  const headBytes = short === 1 ? 16 : 8
  const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short
  if (length < headBytes) return null
  return { type: head.toString('latin1', 4, 8), from: at + headBytes, to: Math.min(at + length, end) }
}

/** Version 1 has dates and durations of 64 bits. */
function durationIn(mvhd: Buffer): number | null {
  const isLong = mvhd[0] === 1
  if (mvhd.length < (isLong ? 32 : 20)) return null
  const timescale = mvhd.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(mvhd.readBigUInt64BE(24)) : mvhd.readUInt32BE(16)
  // all bits set: the film was never finished
  const isKnown = timescale > 0 && (isLong ? duration < 2 ** 53 : duration < 0xffff_ffff)
  return isKnown ? Math.round((duration * 1_000) / timescale) : null
}

/** The last two numbers of the header, 16.16; the matrix before them may turn the film by a quarter. */
function sizeIn(tkhd: Buffer): { width: number; height: number } | null {
  const matrix = tkhd[0] === 1 ? 52 : 40
  if (tkhd.length < matrix + 44) return null
  const [width, height] = [tkhd.readUInt32BE(matrix + 36) >>> 16, tkhd.readUInt32BE(matrix + 40) >>> 16]
  if (width === 0 || height === 0) return null
  const isTurned = tkhd.readInt32BE(matrix) === 0 && tkhd.readInt32BE(matrix + 4) !== 0
  return isTurned ? { width: height, height: width } : { width, height }
}
