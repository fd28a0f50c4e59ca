/** Ids of conversations, derived from what makes them one: a retry, or the same two people, find the room again. */
import { createHash } from 'node:crypto'

/** The direct conversation of two people in an organisation, whoever begins it. */
export function directRoomId(organisationId: string, one: string, other: string): string {
  return derivedId(['direct', organisationId, ...[one, other].sort()])
}

/** The group or channel that this command of this person makes. */
export function madeRoomId(organisationId: string, authorId: string, commandId: string): string {
  return derivedId(['made', organisationId, authorId, commandId])
}

/** 122 bits of SHA-256 in the shape of a UUID, version 8 (RFC 9562: made by a rule of one's own). */
function derivedId(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(6) & 0x0f), 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
