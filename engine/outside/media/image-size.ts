/** `imageSize`: width and height of an image, by its header. */
import type { MediaKind } from './kind.ts'

export interface Size {
  /** Pixels. */
  readonly width: number
  readonly height: number
}

/** Null when the header is not whole, or says something that cannot be. `head`: the beginning of the file. */
export function imageSize(kind: MediaKind['is'], head: Uint8Array): Size | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  try {
    const size = READERS[kind]?.(bytes) ?? null
    return size !== null && size.width > 0 && size.height > 0 ? size : null
  } catch (error) {
    // a header that ends in the middle
    if (error instanceof RangeError) return null
    throw error
  }
}

const READERS: Partial<Record<MediaKind['is'], (bytes: Buffer) => Size | null>> = {
  jpeg: jpegSize,
  png: (bytes) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
  gif: (bytes) => ({ width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }),
  webp: webpSize,
}

const START_OF_SCAN = 0xda
/** Begins a frame in whatever way it is compressed; these four of the range mean something else. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Have no length and no content: fill bytes, restarts, the start. */
const isBare = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)

/** Walks from marker to marker, over thumbnails and profiles, to the frame. */
function jpegSize(bytes: Buffer): Size | null {
  let isTurned = false
  for (let at = 2; ; ) {
    if (bytes.readUInt8(at) !== 0xff) return null
    const marker = bytes.readUInt8(at + 1)
    if (marker === 0xff) {
      at++
      continue
    }
    if (isBare(marker)) {
      at += 2
      continue
    }
    if (marker === START_OF_SCAN) return null
    if (marker === 0xe1) isTurned = isExifTurned(bytes, at + 4)
    if (isFrame(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)]
      return isTurned ? { width: height, height: width } : { width, height }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
}

const ORIENTATION = 0x0112
/** Cameras that were held upright say so here, and everybody who shows the image turns it. */
function isExifTurned(bytes: Buffer, at: number): boolean {
  if (bytes.toString('latin1', at, at + 6) !== 'Exif\0\0') return false
  const tiff = at + 6
  const isLittle = bytes.toString('latin1', tiff, tiff + 2) === 'II'
  const short = (from: number) => (isLittle ? bytes.readUInt16LE(from) : bytes.readUInt16BE(from))
  const long = (from: number) => (isLittle ? bytes.readUInt32LE(from) : bytes.readUInt32BE(from))
  const directory = tiff + long(tiff + 4)
  if (directory + 2 > bytes.length) return false
  const entries = short(directory)
  for (let entry = 0; entry < entries; entry++) {
    const from = directory + 2 + entry * 12
    if (from + 12 > bytes.length) return false
    if (short(from) === ORIENTATION) return short(from + 8) >= 5
  }
  return false
}

function webpSize(bytes: Buffer): Size | null {
  const chunk = bytes.toString('latin1', 12, 16)
  if (chunk === 'VP8X') return { width: 1 + bytes.readUIntLE(24, 3), height: 1 + bytes.readUIntLE(27, 3) }
  if (chunk === 'VP8L') {
    const packed = bytes.readUInt32LE(21)
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) }
  }
  if (chunk !== 'VP8 ') return null
  return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
}
