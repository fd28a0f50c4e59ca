/**
 * One room in memory: a small record. What happens to it lies in the verbs beside this file.
 *
 * Most rooms in memory are idle, so whatever only a busy one needs is null or the shared `NONE` until it does.
 */
import type { Reason } from '../protocol/errors.ts'
import type { Answer, AnyEvent, DueAt, RoomKind, Wish } from './ports.ts'

/**
 * creating  it waits for its turn to be read from the journal
 * loading   it is being read from the journal; commands wait
 * active    it decides commands
 * draining  the node is stopping: what waits is finished, nothing more is taken
 * gone      it has left memory; whoever still holds the record must do nothing with it
 */
export type ActivationStatus = 'creating' | 'loading' | 'active' | 'draining' | 'gone'

/** A command from its arrival to its answer. */
export interface Pending {
  /** See `keyOf`. */
  readonly key: string
  readonly wish: Wish
  readonly promise: Promise<Answer>
  readonly resolve: (answer: Answer) => void
  readonly reject: (reason: unknown) => void
  /** What it became, once it is decided. */
  event: AnyEvent | null
  /** The room's state after that event. */
  stateAfter: unknown
  /** How often a commit that contained it met a conflict. */
  conflicts: number
  /** It was part of a conflict, so it is looked up before it is decided again. */
  isSuspect: boolean
  /** It was looked up: the journal does not know it. */
  isNew: boolean
}

export interface Activation {
  /** As whoever woke it says, until it has been read: then as its journal says. */
  kind: RoomKind
  readonly roomId: string
  readonly shard: number
  readonly lane: number
  /** The term under which it was read. It writes under no other. */
  readonly term: number
  status: ActivationStatus
  /** The room after everything decided, staged events included. Undefined until loaded. */
  state: unknown
  /** Due rows as of the last commit that took off; null for kinds that have none. */
  dues: ReadonlyMap<string, DueAt> | null
  /** seq of the last decided event. */
  seq: number
  /** seq of the last durable event. */
  committed: number
  /** seq of the last snapshot in the journal. */
  snapshotSeq: number
  /** Every command that has no answer yet, in order of arrival. */
  pending: Map<string, Pending> | null
  /** Those that are not decided yet. */
  mailbox: Pending[] | null
  /** Those decided that wait for the next commit. */
  staged: readonly Pending[]
  /** Those in the commit under way. */
  inFlight: readonly Pending[]
  /** Refusals that rest on events up to `seq`, which are not durable yet. */
  uncertain: { readonly pending: Pending; readonly reason: Reason; readonly seq: number }[] | null
  /** True while something is looked up for the next command. */
  isPaused: boolean
  /** Called once nothing is staged or in flight any more. */
  whenSettled: (() => void) | null
  /** After a conflict and until a commit succeeds: newcomers, too, are looked up before they are decided. */
  isWary: boolean
  /** How many of its answers are in the cache. */
  answers: number
  /** ms since 1970. */
  touchedAt: number
}

/** Nobody. One array for all rooms. */
export const NONE: readonly Pending[] = []

/** A room that is not read yet. */
export function newActivation(
  place: Pick<Activation, 'kind' | 'roomId' | 'shard' | 'lane' | 'term' | 'touchedAt' | 'isWary'>,
): Activation {
  return {
    ...place,
    status: 'creating',
    state: undefined,
    dues: null,
    seq: 0,
    committed: 0,
    snapshotSeq: 0,
    pending: null,
    mailbox: null,
    staged: NONE,
    inFlight: NONE,
    uncertain: null,
    isPaused: false,
    whenSettled: null,
    answers: 0,
  }
}

/** What makes two wishes the same wish. With the room in it, because all rooms share one cache of answers. */
export function keyOf(roomId: string, authorId: string, commandId: string): string {
  return `${roomId} ${authorId} ${commandId}`
}

export function newPending(key: string, wish: Wish): Pending {
  const { promise, resolve, reject } = deferred<Answer>()
  return {
    key,
    wish,
    promise,
    resolve,
    reject,
    event: null,
    stateAfter: null,
    conflicts: 0,
    isSuspect: false,
    isNew: false,
  }
}

/**
 * Whether the cache of answers holds every command the room ever accepted. Each accepted command is one event, so
 * it does exactly when it holds as many answers as there are events.
 */
export function knowsEveryCommand(activation: Activation): boolean {
  return activation.answers === activation.committed
}

function deferred<Value>() {
  let resolve!: (value: Value) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
