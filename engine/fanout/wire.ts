/** What fan-outs of different nodes say to each other: envelopes of batches, registrations, digests, moves. */
import { formatPosition } from '../protocol/position.ts'
import type { Batch } from './sink.ts'

/** Batches to one gateway. */
export const envelopesTo = (nodeId: string) => `gw.${nodeId}`
/** Requests to the fan-out of an owner. */
export const askOwner = (nodeId: string) => `own.${nodeId}`
/** Who joined and who left, to all nodes. */
export const MOVES = 'moved'

/** The bus carries 256 KB; what is left is for the head. */
export const ENVELOPE_BYTES_MAX = 240 * 1024
/** A room id is 36 characters: 80 KB a request. */
export const ROOMS_A_REQUEST = 2_000

/** A batch on its way out: its line of the envelope's head, made once for all gateways. */
export interface Parcel {
  readonly head: string
  /** Empty when the batch is larger than an envelope: its head says that there is something to read. */
  readonly json: string
  readonly bytes: number
}

type HeadLine = [
  roomId: string,
  firstSeq: number,
  lastSeq: number,
  chars: number,
  joined?: string[],
  left?: string[],
]

interface EnvelopeHead {
  readonly epoch: string
  readonly from: string
  /** Of the owner's process. */
  readonly life: string
  /** Grows by one with each envelope from this process to this gateway. */
  readonly no: number
}

export interface Envelope extends EnvelopeHead {
  readonly batches: readonly Batch[]
}

export function parcelOf({ roomId, firstSeq, lastSeq, json, joined, left }: Batch): Parcel {
  const people = joined.length > 0 || left.length > 0 ? [joined, left] : []
  const jsonBytes = Buffer.byteLength(json)
  const head = (chars: number) => JSON.stringify([roomId, firstSeq, lastSeq, chars, ...people])
  const line = head(json.length)
  // Ids are ASCII: one byte a character.
  const bytes = line.length + 1 + jsonBytes
  if (bytes <= ENVELOPE_BYTES_MAX) return { head: line, json, bytes }
  const hint = JSON.stringify([roomId, firstSeq, lastSeq, 0])
  return { head: hint, json: '', bytes: hint.length + 1 }
}

/** Three lines: who, what, and the events one after the other as they are, so that nobody encodes them a second time. */
export function packEnvelope(head: EnvelopeHead, parcels: readonly Parcel[]): string {
  const lines = parcels.map((parcel) => parcel.head).join(',')
  return `${JSON.stringify(head)}\n[${lines}]\n${parcels.map((parcel) => parcel.json).join('')}`
}

export function unpackEnvelope(text: string): Envelope {
  const first = text.indexOf('\n')
  const second = text.indexOf('\n', first + 1)
  const head = JSON.parse(text.slice(0, first)) as EnvelopeHead
  const lines = JSON.parse(text.slice(first + 1, second)) as HeadLine[]
  let at = second + 1
  const batches = lines.map(([roomId, firstSeq, lastSeq, chars, joined = [], left = []]): Batch => {
    const json = text.slice(at, at + chars)
    at += chars
    return { roomId, position: formatPosition(head.epoch, lastSeq), firstSeq, lastSeq, json, joined, left }
  })
  return { ...head, batches }
}

/** Who asks, in which history. `life` is another one for each process. */
interface Asker {
  readonly epoch: string
  readonly from: string
  readonly life: string
}

export interface Register extends Asker {
  readonly kind: 'register'
  /** Forget what you knew of us. */
  readonly isFresh: boolean
  readonly add: readonly string[]
  readonly drop: readonly string[]
}

export interface AskDigest extends Asker {
  readonly kind: 'digest'
  /** The last digest that arrived; 0 before the first. */
  readonly last: number
  /** Rooms that we believe are registered. */
  readonly rooms: number
}

export type OwnerRequest = Register | AskDigest

export interface Registered {
  readonly kind: 'registered'
  readonly epoch: string
  /** For each of `add`: its head; 0 when only the journal knows; -1 when the room lives elsewhere. */
  readonly heads: readonly number[]
  /** Owners of those that live elsewhere, as far as they are known. */
  readonly elsewhere: readonly (readonly [shard: number, nodeId: string, term: number])[]
}

export interface Digest {
  readonly kind: 'digest'
  readonly epoch: string
  readonly no: number
  /** Rooms told of since the digest that arrived last, and their heads. */
  readonly heads: readonly (readonly [roomId: string, head: number])[]
  /** There is more: ask again at once. */
  readonly isMore: boolean
  /** False: we do not agree about which rooms are registered. Register all again. */
  readonly isAgreed: boolean
}

export type OwnerAnswer = Registered | Digest

/** Sent when somebody moved, and with nobody from time to time so that a lost one is noticed. */
export interface Moves extends Asker {
  /** Moves sent by this process, this one included. */
  readonly no: number
  readonly moves: readonly (readonly [roomId: string, joined: readonly string[], left: readonly string[]])[]
}
