/** The gateway's side: `Wants` knows which rooms are wanted here, and sees to it that their owners tell us of them. */
import type { Bus } from '../cluster/bus.ts'
import type { Directory } from '../cluster/directory.ts'
import type { Clock } from '../kernel/clock.ts'
import { shardOf } from '../kernel/shard.ts'
import { Line, type LineEars } from './line.ts'
import type { Envelope } from './wire.ts'

/**
 *            its shard is ours                     ours: the runtime here tells of it
 *   wanted ─┤                    ask its owner     asked ──▶ told: the owner tells of it
 *            it lives elsewhere ─┤                   │          │ two digests missing, bus away
 *                                nobody to ask     lost ◀───────┘
 *
 * asked and lost rooms are read from the journal every second and a half.
 */
type WantState = 'ours' | 'asked' | 'told' | 'lost'

interface Wanted {
  readonly roomId: string
  readonly shard: number
  times: number
  state: WantState
  ownerId: string | null
}

export interface WantsParts {
  readonly epoch: string
  readonly life: string
  readonly bus: Bus
  readonly directory: Directory
  readonly clock: Clock
  /** Reads the room in the journal. */
  check(roomId: string): void
  /** The room's head, from its owner. */
  learn(roomId: string, head: number): void
  /** The owner tells of the room from now on; what is remembered of it holds only if it ends at this head. */
  begins(roomId: string, head: number): void
  /** Nobody wants it any more. */
  forget(roomId: string): void
  /** Another history is in force somewhere: the register should be looked at. */
  otherEpoch(epoch: string): void
}

export class Wants {
  readonly #parts: WantsParts
  readonly #rooms = new Map<string, Wanted>()
  readonly #byShard = new Map<number, Set<Wanted>>()
  /** Asked and lost. */
  readonly #untold = new Set<Wanted>()
  readonly #lines = new Map<string, Line>()
  /** The number of the last envelope, by sender. */
  readonly #envelopes = new Map<string, { readonly life: string; readonly no: number }>()
  readonly #ears: LineEars

  constructor(parts: WantsParts) {
    this.#parts = parts
    const { directory } = parts
    this.#ears = {
      registered: (ownerId, rooms) => this.#registered(ownerId, rooms),
      gone: (roomIds) => this.#gone(roomIds),
      elsewhere: (found) => {
        for (const [shard, nodeId, term] of found) directory.learn(shard, { nodeId, term })
      },
      changed: (heads) => {
        for (const [roomId, head] of heads) if (this.#rooms.has(roomId)) parts.learn(roomId, head)
      },
      fault: (ownerId, kind) => {
        if (kind === 'nobody') directory.suspect(ownerId)
      },
      otherEpoch: (epoch) => parts.otherEpoch(epoch),
    }
  }

  want(roomId: string): void {
    const known = this.#rooms.get(roomId)
    if (known !== undefined) {
      known.times++
      return
    }
    const shard = shardOf(roomId)
    const wanted: Wanted = { roomId, shard, times: 1, state: 'lost', ownerId: null }
    this.#rooms.set(roomId, wanted)
    const ofShard = this.#byShard.get(shard)
    if (ofShard === undefined) this.#byShard.set(shard, new Set([wanted]))
    else ofShard.add(wanted)
    this.#place(wanted)
  }

  unwant(roomId: string): void {
    const wanted = this.#rooms.get(roomId)
    if (wanted === undefined || --wanted.times > 0) return
    this.#rooms.delete(roomId)
    this.#untold.delete(wanted)
    const ofShard = this.#byShard.get(wanted.shard)
    ofShard?.delete(wanted)
    if (ofShard?.size === 0) this.#byShard.delete(wanted.shard)
    this.#leave(wanted)
    this.#parts.forget(roomId)
  }

  has(roomId: string): boolean {
    return this.#rooms.has(roomId)
  }

  /** Whether all that happens in the room comes by here, unless a word is lost. */
  isTold(roomId: string): boolean {
    const { directory, bus } = this.#parts
    if (directory.termOf(shardOf(roomId)) !== null) return true
    return bus.isConnected && this.#rooms.get(roomId)?.state === 'told'
  }

  /** Which batches of an envelope are wanted. What is not is taken back from the sender. */
  take({ from, life, no, batches }: Envelope): Envelope['batches'] {
    const known = this.#envelopes.get(from)
    const last = known?.life === life ? known.no : undefined
    if (last === undefined || no > last) this.#envelopes.set(from, { life, no })
    // An envelope is missing: its digest says which rooms were in it.
    if (last !== undefined && no > last + 1) this.#lines.get(from)?.askDigest()
    return batches.filter(({ roomId }) => {
      if (this.#rooms.has(roomId)) return true
      this.#line(from).drop(roomId)
      return false
    })
  }

  /** Owners have changed. */
  moved(shards: readonly number[]): void {
    for (const shard of shards) {
      for (const wanted of this.#byShard.get(shard) ?? []) {
        this.#leave(wanted)
        this.#place(wanted)
        // What the former owner told last may be lost, and the new one tells only of what is new.
        if (wanted.state === 'ours') this.#parts.check(wanted.roomId)
      }
    }
  }

  /** The bus went, or is back. After both nothing is certain. */
  busChanged(): void {
    for (const line of this.#lines.values()) line.cut()
    this.#lines.clear()
    this.#envelopes.clear()
    for (const wanted of this.#rooms.values()) if (wanted.state !== 'ours') this.#place(wanted)
  }

  /** Reads the rooms nobody tells us of, and asks again who could. */
  poll(): void {
    for (const wanted of [...this.#untold]) {
      this.#parts.check(wanted.roomId)
      if (wanted.state === 'lost') this.#place(wanted)
    }
  }

  /** Asks one owner, or all, what we may have missed. */
  askDigests(ownerId?: string): void {
    for (const line of [...this.#lines.values()]) {
      if (line.isEmpty) {
        this.#lines.delete(line.ownerId)
        this.#envelopes.delete(line.ownerId)
      } else if (ownerId === undefined || ownerId === line.ownerId) line.askDigest()
    }
  }

  size(): { readonly rooms: number; readonly untold: number; readonly owners: number } {
    return { rooms: this.#rooms.size, untold: this.#untold.size, owners: this.#lines.size }
  }

  #place(wanted: Wanted): void {
    const { directory, bus } = this.#parts
    const owner = directory.ownerOf(wanted.shard)
    wanted.ownerId = null
    if (directory.termOf(wanted.shard) !== null) {
      wanted.state = 'ours'
      this.#untold.delete(wanted)
      return
    }
    this.#untold.add(wanted)
    if (!bus.isConnected || owner === null || owner.nodeId === directory.nodeId) {
      wanted.state = 'lost'
      return
    }
    wanted.state = 'asked'
    wanted.ownerId = owner.nodeId
    this.#line(owner.nodeId).add(wanted.roomId)
  }

  #leave({ roomId, ownerId }: Wanted): void {
    if (ownerId !== null) this.#lines.get(ownerId)?.drop(roomId)
  }

  #line(ownerId: string): Line {
    let line = this.#lines.get(ownerId)
    if (line === undefined) {
      const { epoch, life, bus, clock, directory } = this.#parts
      line = new Line(ownerId, { epoch, nodeId: directory.nodeId, life, bus, clock }, this.#ears)
      this.#lines.set(ownerId, line)
    }
    return line
  }

  #registered(ownerId: string, rooms: readonly (readonly [roomId: string, head: number])[]): void {
    for (const [roomId, head] of rooms) {
      const wanted = this.#rooms.get(roomId)
      if (wanted === undefined || wanted.ownerId !== ownerId) continue
      wanted.state = 'told'
      this.#untold.delete(wanted)
      this.#parts.begins(roomId, head)
      if (head > 0) this.#parts.learn(roomId, head)
      else this.#parts.check(roomId)
    }
  }

  #gone(roomIds: readonly string[]): void {
    for (const roomId of roomIds) {
      const wanted = this.#rooms.get(roomId)
      if (wanted === undefined || wanted.state === 'ours') continue
      wanted.state = 'lost'
      wanted.ownerId = null
      this.#untold.add(wanted)
    }
  }
}
