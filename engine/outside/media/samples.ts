/** `pngOf`, `jpegOf`, `gifOf`, `WEBP` and `filmOf`: files that are hardly more than their headers. For tests. */

const latin = (text: string) => Buffer.from(text, 'latin1')

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export function pngOf(width: number, height: number, more = 0): Buffer {
  return Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    u32(13),
    latin('IHDR'),
    u32(width),
    u32(height),
    Buffer.alloc(9 + more, 7),
  ])
}

export function gifOf(width: number, height: number): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt16LE(width, 0)
  size.writeUInt16LE(height, 2)
  return Buffer.concat([latin('GIF89a'), size, Buffer.alloc(10)])
}

/** `orientation` as a camera writes it; `profileBytes` lie between the start and the frame. */
export function jpegOf(
  width: number,
  height: number,
  { orientation = null as number | null, profileBytes = 0, isLittle = false } = {},
): Buffer {
  const exif = orientation === null ? Buffer.alloc(0) : segment(0xe1, exifOf(orientation, isLittle))
  const profile = profileBytes === 0 ? Buffer.alloc(0) : segment(0xe2, Buffer.alloc(profileBytes, 0xff))
  const frame = segment(0xc2, Buffer.concat([Buffer.from([8]), u16(height), u16(width), Buffer.alloc(10)]))
  return Buffer.concat([Buffer.from([0xff, 0xd8]), exif, profile, Buffer.from([0xff]), frame])
}

function segment(marker: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker]), u16(content.length + 2), content])
}

function exifOf(orientation: number, isLittle: boolean): Buffer {
  const bytes = Buffer.alloc(32)
  bytes.write('Exif\0\0', 'latin1')
  bytes.write(isLittle ? 'II' : 'MM', 6, 'latin1')
  const short = (value: number, at: number) =>
    isLittle ? bytes.writeUInt16LE(value, at) : bytes.writeUInt16BE(value, at)
  const long = (value: number, at: number) =>
    isLittle ? bytes.writeUInt32LE(value, at) : bytes.writeUInt32BE(value, at)
  short(42, 8)
  long(8, 10)
  short(1, 14)
  short(0x0112, 16)
  short(3, 18)
  long(1, 20)
  short(orientation, 24)
  return bytes
}

/** The three ways in which WebP is written. */
export const WEBP = {
  extended(width: number, height: number): Buffer {
    const bytes = Buffer.alloc(32)
    webpHead(bytes, 'VP8X')
    bytes.writeUIntLE(width - 1, 24, 3)
    bytes.writeUIntLE(height - 1, 27, 3)
    return bytes
  },
  lossless(width: number, height: number): Buffer {
    const bytes = Buffer.alloc(32)
    webpHead(bytes, 'VP8L')
    bytes.writeUInt8(0x2f, 20)
    bytes.writeUInt32LE((width - 1) | ((height - 1) << 14), 21)
    return bytes
  },
  lossy(width: number, height: number): Buffer {
    const bytes = Buffer.alloc(32)
    webpHead(bytes, 'VP8 ')
    bytes.writeUInt16LE(width, 26)
    bytes.writeUInt16LE(height, 28)
    return bytes
  },
}

function webpHead(bytes: Buffer, chunk: string): void {
  bytes.write('RIFF', 0, 'latin1')
  bytes.write('WEBP', 8, 'latin1')
  bytes.write(chunk, 12, 'latin1')
}

export interface FilmAsked {
  readonly brand?: string
  readonly width: number
  readonly height: number
  readonly durationMs: number
  /** Dates and durations of 64 bits. */
  readonly isLong?: boolean
  readonly isTurned?: boolean
  /** Content that lies before the boxes that tell of it. */
  readonly contentBytes?: number
}

/** A film with a track of sound before the one of pictures, and what tells of it at the end. */
export function filmOf(asked: FilmAsked): Buffer {
  const { brand = 'isom', durationMs, isLong = false, contentBytes = 100 } = asked
  const times = isLong ? Buffer.alloc(16) : Buffer.alloc(8)
  const duration = isLong ? Buffer.concat([u32(0), u32(durationMs)]) : u32(durationMs)
  const version = Buffer.from([isLong ? 1 : 0, 0, 0, 0])
  const mvhd = box('mvhd', version, times, u32(1_000), duration, Buffer.alloc(80))
  const sound = box('trak', trackHead({ ...asked, width: 0, height: 0 }))
  const pictures = box('trak', box('edts', Buffer.alloc(12)), trackHead(asked))
  return Buffer.concat([
    box('ftyp', latin(brand), u32(512), latin('isomiso2')),
    longBox('mdat', Buffer.alloc(contentBytes, 3)),
    box('moov', mvhd, sound, pictures),
  ])
}

function trackHead({ width, height, isLong = false, isTurned = false, durationMs }: FilmAsked): Buffer {
  const version = Buffer.from([isLong ? 1 : 0, 0, 0, 7])
  const times = isLong ? Buffer.alloc(16) : Buffer.alloc(8)
  const duration = isLong ? Buffer.concat([u32(0), u32(durationMs)]) : u32(durationMs)
  const matrix = Buffer.alloc(36)
  matrix.writeInt32BE(isTurned ? 0 : 0x10000, 0)
  matrix.writeInt32BE(isTurned ? 0x10000 : 0, 4)
  return box(
    'tkhd',
    version,
    times,
    u32(1),
    u32(0),
    duration,
    Buffer.alloc(16),
    matrix,
    u32(width << 16),
    u32(height << 16),
  )
}

function box(type: string, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(body.length + 8), latin(type), body])
}

/** With its length in 64 bits, as for more than 4 GB. */
function longBox(type: string, body: Buffer): Buffer {
  return Buffer.concat([u32(1), latin(type), u32(0), u32(body.length + 16), body])
}
