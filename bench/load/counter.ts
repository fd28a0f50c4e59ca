/** `makeDeliveries` and `makeAnswers`: what a frame of a server brings, read from its first bytes. */
import { ID_SLOT, type Reading } from './plan.ts'

const TILDE = 126
const COLON = 58
const QUOTE = 34
const ZERO = 48
const TIME_DIGITS = 15
/** Of the room id, enough to tell rooms apart. */
const ROOM_CHARS = 13

export interface Count {
  events: number
  /** Frames whose events are not those that their position promises. */
  faults: number
}

/** Counts the events of one frame of one socket. */
export type CountEvents = (bytes: Buffer, start: number, end: number, length: number) => number

/**
 * How a socket counts. By position: the first socket that gets a frame counts the events in it one by one and compares
 * them with the positions; for the others of the room the same position at the same length is the same frame.
 */
export function makeDeliveries(
  reading: Reading,
  rooms: readonly (readonly [string, number])[],
  known: Map<string, KnownFrame>,
  count: Count,
): CountEvents {
  if (reading.by === 'frame') return () => 1
  if (reading.by === 'bytes') {
    const each = reading.eventBytes ?? 1
    let bytesSeen = 0
    return (_bytes, _start, _end, length) => {
      const before = Math.floor(bytesSeen / each)
      bytesSeen += length
      return Math.floor(bytesSeen / each) - before
    }
  }
  const after = Buffer.from(reading.positionAfter ?? '')
  const heads = new Map(rooms.map(([roomId, seq]) => [roomId.slice(0, ROOM_CHARS), seq]))
  const only = heads.size === 1 ? (heads.keys().next().value as string) : null
  return (bytes, start, end, length) => {
    const found = bytes.indexOf(after, start)
    if (found === -1 || found >= end) return 0
    let at = bytes.indexOf(COLON, found + after.length) + 1
    let seq = 0
    for (let byte = bytes[at] as number; byte !== QUOTE; byte = bytes[++at] as number) {
      seq = seq * 10 + byte - ZERO
    }
    const room = only ?? roomIn(bytes, start, found)
    const head = heads.get(room)
    if (head === undefined) return 0
    heads.set(room, seq)
    const events = seq - head
    if (events <= 0 || !isAsKnown(known, room, seq, bytes, at, end, length - (at - start), events))
      count.faults++
    return Math.max(0, events)
  }
}

export interface KnownFrame {
  seq: number
  /** Bytes behind the position: the same for every socket that gets this batch. */
  tail: number
  events: number
}

function isAsKnown(
  known: Map<string, KnownFrame>,
  room: string,
  seq: number,
  bytes: Buffer,
  at: number,
  end: number,
  tail: number,
  events: number,
): boolean {
  const same = known.get(room)
  if (same !== undefined && same.seq === seq && same.tail === tail) return same.events === events
  const here = end - at
  if (here < tail) return true
  let found = 0
  for (let mark = bytes.indexOf(TILDE, at); mark !== -1 && mark < end; mark = bytes.indexOf(TILDE, mark + 1))
    found++
  known.set(room, { seq, tail, events: found })
  return found === events
}

/** Our link names the room before the position: `"roomId":"…"`. */
function roomIn(bytes: Buffer, start: number, end: number): string {
  const at = bytes.indexOf(ROOM_ID, start) + ROOM_ID.length
  return at > end ? '' : bytes.toString('latin1', at, at + ROOM_CHARS)
}
const ROOM_ID = Buffer.from('"roomId":"')

/** When an event of the frame was due: of one taken anywhere in the part that has come. Null when there is none. */
export function timeIn(bytes: Buffer, start: number, end: number, random: number): number | null {
  const somewhere = start + Math.floor(random * (end - start))
  let mark = bytes.indexOf(TILDE, somewhere)
  if (mark === -1 || mark + TIME_DIGITS >= end) mark = bytes.indexOf(TILDE, start)
  if (mark === -1 || mark + TIME_DIGITS >= end) return null
  let us = 0
  for (let digit = 1; digit <= TIME_DIGITS; digit++) us = us * 10 + (bytes[mark + digit] as number) - ZERO
  return us
}

/** The id in an answer, negative when the answer is a refusal, 0 when the frame is no answer. */
export function makeAnswers({ answerIdAt = 0, answerOk = '' }: Reading) {
  const ok = Buffer.from(answerOk)
  return (bytes: Buffer, start: number, end: number): number => {
    const from = start + answerIdAt
    const to = from + ID_SLOT.length
    if (to > end) return 0
    let id = 0
    for (let at = from; at < to; at++) {
      const digit = (bytes[at] as number) - ZERO
      if (digit < 0 || digit > 9) return 0
      id = id * 10 + digit
    }
    if (to + ok.length > end || ok.compare(bytes, to, to + ok.length) !== 0) return -id
    return id
  }
}
