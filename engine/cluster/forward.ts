/**
 * `makeForward`: brings a wish to its room, wherever in the cluster that lives.
 *
 *   ours ─────────────────▶ runtime ──NOT_OWNER──┐
 *   elsewhere ──request──▶ answer, refusal       ├─▶ wait until the shard moves, at most 2 s; once more, else NOT_OWNER
 *       ├─ "it is at X" ─▶ X, once               │
 *       ├─ it is busy ───▶ BUSY, also to whoever asks in the next 25 ms
 *       ├─ nobody there ─▶ suspect it ───────────┤
 *       ├─ it has moved ─────────────────────────┘
 *       ├─ no answer ────▶ UNAVAILABLE: it may have been done
 *       └─ we are cut off ▶ OWNER_UNREACHABLE
 */
import type { Answer, Wish } from '../actors/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { shardOf } from '../kernel/shard.ts'
import { type Reason, Refusal } from '../protocol/errors.ts'
import type { Bus, BusFaultKind } from './bus.ts'
import { BusFault } from './bus.ts'
import { makeBusyRooms } from './busy-rooms.ts'
import type { Directory, Owner } from './directory.ts'
import { answerWishes } from './forward-answer.ts'
import { makeMoves } from './moves.ts'
import { isNews, makeUnderWay } from './under-way.ts'
import { type Answered, type Asked, readAnswered, toRefusal, wishSubject } from './wire.ts'

/** Counts what goes between nodes. Implemented by host/metrics; a no-op in simulations. */
export interface ForwardGauges {
  /** A wish asked of another node: 'ok', a reason, how the bus failed, or 'moved' when its shard did meanwhile. */
  forwarded(outcome: string, seconds: number): void
  /** Another node knew better where the shard is. */
  redirected(): void
  /** Wishes that wait until their shard has moved. */
  waiting(wishes: number): void
}

export interface ForwardLimits {
  /** For the other node's answer; past it the outcome is unknown. */
  readonly answerMs: number
  /** For a shard to find its new owner. */
  readonly moveMs: number
  /** Wishes that may wait for that, together. */
  readonly waitingMax: number
  /** Wishes under way to one node: a frozen one must not fill our memory. */
  readonly underWayMax: number
}

export const FORWARD_LIMITS: ForwardLimits = {
  answerMs: 1_000,
  moveMs: 2_000,
  waitingMax: 1_000,
  underWayMax: 4_000,
}

export interface ForwardParts {
  readonly bus: Bus
  readonly directory: Directory
  /** The runtime's. */
  readonly deliver: (wish: Wish) => Promise<Answer>
  readonly clock: Clock
  readonly gauges: ForwardGauges
  readonly log: Record<'warn' | 'error', (detail: object, message: string) => void>
  /** Where clients reach a node; null when it does not say. */
  readonly addressOf: (nodeId: string) => string | null
  readonly limits?: Partial<ForwardLimits>
}

export interface Forward {
  /** Resolves once the wish's event is durable. Rejects with a `Refusal`, and with nothing else. */
  deliver(wish: Wish): Promise<Answer>
  /** Wishes under way to other nodes, and those that wait for a move, with their bounds: for the simulation's checks. */
  inspect(): { readonly underWay: number; readonly waiting: number }
  /** Hears no more wishes of others, and waits for nothing. */
  close(): void
}

/** After that a client may try again: owners that are about to change have done so. */
const RETRY_AFTER_MS = 500

/** What a try has shown: the answer, or that this owner is not the one (null: there was none to ask). */
type Tried = { readonly answer: Answer } | { readonly not: Owner | null }

export function makeForward(parts: ForwardParts): Forward {
  const { bus, directory, clock, gauges, addressOf } = parts
  const limits = { ...FORWARD_LIMITS, ...parts.limits }
  const moves = makeMoves(directory, clock, limits.waitingMax)
  const stopAnswering = answerWishes(parts, moves)
  const underWay = makeUnderWay(directory)
  const busyRooms = makeBusyRooms(clock)
  let isClosed = false

  function deliver(wish: Wish): Promise<Answer> {
    const shard = shardOf(wish.roomId)
    const term = directory.termOf(shard)
    if (term === null) return bring(wish, shard)
    return parts.deliver(wish).catch((error: unknown) => {
      if (!isNotOwner(error)) throw error
      return tryOnceMore(wish, shard, { nodeId: directory.nodeId, term })
    })
  }

  async function bring(wish: Wish, shard: number): Promise<Answer> {
    const tried = await attempt(wish, shard, directory.ownerOf(shard))
    return 'answer' in tried ? tried.answer : tryOnceMore(wish, shard, tried.not)
  }

  async function tryOnceMore(wish: Wish, shard: number, not: Owner | null): Promise<Answer> {
    const hasMoved = moves.until(shard, () => isNews(directory.ownerOf(shard), not), limits.moveMs)
    gauges.waiting(moves.waiting)
    await hasMoved.finally(() => gauges.waiting(moves.waiting))
    // also when it has not moved: its owner may have been away from the bus for a moment
    const tried: Tried = isClosed ? { not } : await attempt(wish, shard, directory.ownerOf(shard))
    if ('answer' in tried) return tried.answer
    throw unreached('NOT_OWNER', directory.ownerOf(shard))
  }

  async function attempt(wish: Wish, shard: number, owner: Owner | null): Promise<Tried> {
    if (owner === null) return { not: owner }
    const first = await ask(wish, shard, owner)
    if (!('elsewhere' in first)) return first
    const { elsewhere } = first
    directory.learn(shard, elsewhere)
    // it knows less than we do
    if (elsewhere.term <= owner.term) return { not: owner }
    gauges.redirected()
    const second = await ask(wish, shard, elsewhere)
    if (!('elsewhere' in second)) return second
    directory.learn(shard, second.elsewhere)
    throw unreached('NOT_OWNER', second.elsewhere)
  }

  function ask(wish: Wish, shard: number, owner: Owner): Promise<Tried | { readonly elsewhere: Owner }> {
    return owner.nodeId === directory.nodeId
      ? askHere(wish, owner)
      : askThere({ shard, term: owner.term, wish }, owner)
  }

  async function askHere(wish: Wish, owner: Owner): Promise<Tried> {
    try {
      return { answer: await parts.deliver(wish) }
    } catch (error) {
      if (isNotOwner(error)) return { not: owner }
      throw error
    }
  }

  async function askThere(asked: Asked, owner: Owner): Promise<Tried | { readonly elsewhere: Owner }> {
    const { nodeId } = owner
    const isBusy = busyRooms.refusalOf(asked.wish.roomId)
    if (isBusy !== null) throw isBusy
    if (underWay.of(nodeId) >= limits.underWayMax) {
      throw new Refusal('BUSY', { retryAfterMs: RETRY_AFTER_MS })
    }
    const startMs = clock.now()
    let outcome = 'INTERNAL'
    try {
      const answer = bus.request(wishSubject(nodeId), JSON.stringify(asked), limits.answerMs)
      const text = await underWay.until(asked.shard, owner, answer)
      if (text === null) {
        outcome = 'moved'
        return { not: owner }
      }
      const answered = readAnswered(text)
      outcome = outcomeOf(answered)
      if ('ok' in answered) return { answer: answered.ok }
      if ('elsewhere' in answered) return answered
      if (answered.refused === 'NOT_OWNER') return { not: owner }
      if (answered.refused === 'BUSY')
        busyRooms.told(asked.wish.roomId, answered.retryAfterMs ?? RETRY_AFTER_MS)
      throw toRefusal(answered)
    } catch (error) {
      if (!(error instanceof BusFault)) throw error
      outcome = error.kind
      return unheard(error.kind, owner)
    } finally {
      gauges.forwarded(outcome, Math.max(0, clock.now() - startMs) / 1_000)
    }
  }

  function unheard(kind: BusFaultKind, owner: Owner): Tried {
    if (kind === 'away') throw unreached('OWNER_UNREACHABLE', owner)
    if (kind === 'timeout') throw new Refusal('UNAVAILABLE', { retryAfterMs: RETRY_AFTER_MS })
    directory.suspect(owner.nodeId)
    return { not: owner }
  }

  /** With the address of the owner, if there is one: who can, goes there. */
  function unreached(reason: Reason, owner: Owner | null): Refusal {
    const address = owner && addressOf(owner.nodeId)
    return new Refusal(reason, {
      retryAfterMs: RETRY_AFTER_MS,
      ...(address !== null && { data: { address } }),
    })
  }

  return {
    deliver,
    inspect: () => ({ underWay: underWay.size, waiting: moves.waiting }),
    close() {
      isClosed = true
      stopAnswering()
      underWay.stop()
      moves.stop()
    },
  }
}

function isNotOwner(error: unknown): boolean {
  return error instanceof Refusal && error.reason === 'NOT_OWNER'
}

function outcomeOf(answered: Answered): string {
  if ('ok' in answered) return 'ok'
  return 'elsewhere' in answered ? 'elsewhere' : answered.refused
}
