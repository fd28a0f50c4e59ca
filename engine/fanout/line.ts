/** `Line`: what a gateway has to say to one owner, one request at a time: rooms it wants, rooms it does not, digests. */
import { type Bus, BusFault, type BusFaultKind } from '../cluster/bus.ts'
import type { Clock } from '../kernel/clock.ts'
import {
  type AskDigest,
  askOwner,
  type Digest,
  type OwnerAnswer,
  type OwnerRequest,
  type Register,
  type Registered,
  ROOMS_A_REQUEST,
} from './wire.ts'

const REQUEST_MS = 1_000

export interface LineParts {
  readonly epoch: string
  readonly nodeId: string
  readonly life: string
  readonly bus: Bus
  readonly clock: Clock
}

/** What a line tells its gateway. */
export interface LineEars {
  /** The owner tells us of these rooms from now on. Head 0: only the journal knows it. */
  registered(ownerId: string, rooms: readonly (readonly [roomId: string, head: number])[]): void
  /** The owner is not, or cannot be asked: nobody tells us of these rooms. */
  gone(roomIds: readonly string[]): void
  elsewhere(found: Registered['elsewhere']): void
  changed(heads: Digest['heads']): void
  fault(ownerId: string, kind: BusFaultKind): void
  otherEpoch(epoch: string): void
}

export class Line {
  readonly ownerId: string
  readonly #parts: LineParts
  readonly #ears: LineEars
  readonly #registered = new Set<string>()
  readonly #add = new Set<string>()
  readonly #drop = new Set<string>()
  /** Rooms of the request under way that are still wanted. */
  #asked = new Set<string>()
  #isFresh = true
  #isAsking = false
  #isDigestDue = false
  #lastDigest = 0
  #missedDigests = 0

  constructor(ownerId: string, parts: LineParts, ears: LineEars) {
    this.ownerId = ownerId
    this.#parts = parts
    this.#ears = ears
  }

  get isEmpty(): boolean {
    return this.#registered.size === 0 && this.#add.size === 0 && this.#drop.size === 0 && !this.#isAsking
  }

  has(roomId: string): boolean {
    return this.#registered.has(roomId)
  }

  add(roomId: string): void {
    this.#drop.delete(roomId)
    this.#registered.delete(roomId)
    this.#add.add(roomId)
    this.#begin()
  }

  /** Also for a room that we did not register but are told of. */
  drop(roomId: string): void {
    this.#asked.delete(roomId)
    this.#registered.delete(roomId)
    if (this.#add.delete(roomId) && !this.#isAsking) return
    this.#drop.add(roomId)
    this.#begin()
  }

  askDigest(): void {
    if (this.#registered.size === 0) return
    this.#isDigestDue = true
    this.#begin()
  }

  /** Nothing can be asked or heard: forgets all, so that whoever is wanted is added anew. */
  cut(): void {
    this.#registered.clear()
    this.#add.clear()
    this.#drop.clear()
    this.#asked = new Set()
    this.#isFresh = true
    this.#isDigestDue = false
    this.#lastDigest = 0
    this.#missedDigests = 0
  }

  /** At the end of the turn, so that all that comes in one turn shares a request. */
  #begin(): void {
    if (this.#isAsking) return
    this.#isAsking = true
    this.#parts.clock.nextTick(() => void this.#run())
  }

  async #run(): Promise<void> {
    for (;;) {
      if (this.#add.size > 0 || this.#drop.size > 0) await this.#register()
      else if (this.#isDigestDue) await this.#digest()
      else break
    }
    this.#isAsking = false
  }

  async #register(): Promise<void> {
    const add = [...this.#add].slice(0, ROOMS_A_REQUEST)
    const drop = [...this.#drop].slice(0, ROOMS_A_REQUEST)
    for (const roomId of add) this.#add.delete(roomId)
    for (const roomId of drop) this.#drop.delete(roomId)
    const asked = new Set(add)
    this.#asked = asked
    const isFresh = this.#isFresh
    this.#isFresh = false
    const answer = await this.#ask<Registered>({ kind: 'register', isFresh, add, drop })
    // Cut meanwhile: whoever is wanted has been placed anew.
    if (this.#asked !== asked) return
    this.#asked = new Set()
    if (answer === null) {
      this.#giveUp([...asked])
      return
    }
    const registered: [string, number][] = []
    const gone: string[] = []
    for (const [index, roomId] of add.entries()) {
      if (!asked.has(roomId) || this.#add.has(roomId)) continue
      const head = answer.heads[index] ?? -1
      if (head < 0) gone.push(roomId)
      else {
        this.#registered.add(roomId)
        registered.push([roomId, head])
      }
    }
    if (registered.length > 0) this.#ears.registered(this.ownerId, registered)
    if (gone.length > 0) this.#ears.gone(gone)
    if (answer.elsewhere.length > 0) this.#ears.elsewhere(answer.elsewhere)
  }

  async #digest(): Promise<void> {
    this.#isDigestDue = false
    const asked = this.#asked
    const answer = await this.#ask<Digest>({
      kind: 'digest',
      last: this.#lastDigest,
      rooms: this.#registered.size,
    })
    if (this.#asked !== asked) return
    if (answer === null) {
      // One may be lost on its way; after two nobody may be there.
      if (++this.#missedDigests >= 2) this.#giveUp([])
      else this.#isDigestDue = true
      return
    }
    this.#missedDigests = 0
    if (!answer.isAgreed) {
      // Registrations that are still waiting say the same and more.
      this.#giveUp([])
      return
    }
    this.#lastDigest = answer.no
    if (answer.heads.length > 0) this.#ears.changed(answer.heads)
    this.#isDigestDue ||= answer.isMore
  }

  #giveUp(asked: readonly string[]): void {
    const gone = [...asked, ...this.#registered, ...this.#add]
    this.cut()
    this.#ears.gone(gone)
  }

  async #ask<Answer extends OwnerAnswer>(
    request: Omit<Register, 'epoch' | 'from' | 'life'> | Omit<AskDigest, 'epoch' | 'from' | 'life'>,
  ): Promise<Answer | null> {
    const { bus, epoch, nodeId, life } = this.#parts
    const whole = { ...request, epoch, from: nodeId, life } as OwnerRequest
    try {
      const text = await bus.request(askOwner(this.ownerId), JSON.stringify(whole), REQUEST_MS)
      const answer = JSON.parse(text) as Answer
      if (answer.epoch === epoch) return answer
      this.#ears.otherEpoch(answer.epoch)
      return null
    } catch (error) {
      // An answer that cannot be read is as good as none.
      this.#ears.fault(this.ownerId, error instanceof BusFault ? error.kind : 'timeout')
      return null
    }
  }
}
