/** `derivedId`: an id that follows from what makes a thing that one thing, so that whoever repeats a wish finds it again. */
import { createHash } from 'node:crypto'

/** 122 bits of SHA-256 in the shape of a UUID, version 8 (RFC 9562: made by a rule of one's own). */
export function derivedId(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
