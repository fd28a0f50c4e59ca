/** `frameOf` and `makeTemplate`: masked frames, the second with slots that are filled in without masking all again. */
import { ID_SLOT, TIME_SLOT } from './plan.ts'

export const TEXT = 1
export const BINARY = 2
export const PONG = 10

const ZERO = 48
const MASK_BYTES = 4

/** A final frame, masked as clients must (RFC 6455, 5.3). */
export function frameOf(opcode: number, payload: Buffer, mask: Buffer): Buffer {
  const { length } = payload
  const extra = length < 126 ? 0 : length < 0x1_0000 ? 2 : 8
  const head = 2 + extra + MASK_BYTES
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127)
  if (extra === 2) frame.writeUInt16BE(length, 2)
  if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  mask.copy(frame, head - MASK_BYTES, 0, MASK_BYTES)
  for (let at = 0; at < length; at++) {
    frame[head + at] = (payload[at] as number) ^ (mask[at & 3] as number)
  }
  return frame
}

export interface Template {
  readonly bytes: number
  /** Writes a whole frame into `to` at `at`. */
  write(to: Buffer, at: number, id: number, timeUs: number): void
}

/** A frame is copied, and only its digits are written and masked: 0.3 µs instead of 3 µs for 250 bytes. */
export function makeTemplate(text: string, mask: Buffer, opcode = TEXT): Template {
  const payload = Buffer.from(text, 'latin1')
  const frame = frameOf(opcode, payload, mask)
  const head = frame.length - payload.length
  const ids = placesOf(payload, ID_SLOT)
  const times = placesOf(payload, TIME_SLOT).map((place) => place + 1)
  const digits = (to: Buffer, at: number, place: number, count: number, value: number) => {
    let left = value
    for (let digit = count - 1; digit >= 0; digit--) {
      const rest = Math.floor(left / 10)
      to[at + head + place + digit] = (ZERO + (left - rest * 10)) ^ (mask[(place + digit) & 3] as number)
      left = rest
    }
  }
  return {
    bytes: frame.length,
    write(to, at, id, timeUs) {
      frame.copy(to, at)
      for (const place of ids) digits(to, at, place, ID_SLOT.length, id)
      for (const place of times) digits(to, at, place, TIME_SLOT.length - 1, timeUs)
    },
  }
}

function placesOf(payload: Buffer, slot: string): number[] {
  const places: number[] = []
  for (let at = payload.indexOf(slot); at !== -1; at = payload.indexOf(slot, at + slot.length))
    places.push(at)
  return places
}
