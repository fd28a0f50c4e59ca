/** One room in memory: a small record. What happens to it lies in the verbs beside this file. */
import type { AnyMachineSnapshot } from 'xstate'
import { Lru } from '../kernel/lru.ts'
import type { Reason } from '../protocol/errors.ts'
import type { Answer, AnyEvent, RoomKind, Wish } from './ports.ts'

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
  /** `authorId commandId`: what makes two wishes the same wish. */
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
  readonly kind: RoomKind
  readonly roomId: string
  readonly shard: number
  readonly lane: number
  /** The term under which it was read. It writes under no other. */
  readonly term: number
  status: ActivationStatus
  /** The machine after everything decided, staged events included. Null until loaded. */
  snapshot: AnyMachineSnapshot | null
  /** seq of the last decided event. */
  seq: number
  /** seq of the last durable event. */
  committed: number
  /** seq of the last snapshot in the journal. */
  snapshotSeq: number
  /** Every command that has no answer yet, in order of arrival. */
  readonly pending: Map<string, Pending>
  /** Those that are not decided yet. */
  mailbox: Pending[]
  /** Those decided that wait for the next commit. */
  staged: Pending[]
  /** Those in the commit under way. */
  inFlight: readonly Pending[]
  /** Refusals that rest on events up to `seq`, which are not durable yet. */
  readonly uncertain: { readonly pending: Pending; readonly reason: Reason; readonly seq: number }[]
  /** True while something is looked up for the next command. */
  isPaused: boolean
  /** Called once nothing is staged or in flight any more. */
  whenSettled: (() => void) | null
  /** After a conflict and until a commit succeeds: newcomers, too, are looked up before they are decided. */
  isWary: boolean
  /** `Pending.key` to the answer given: a cache; the journal is the truth. */
  readonly answers: Lru<string, Answer>
  /** ms since 1970. */
  touchedAt: number
}

/** A room that is not read yet. */
export function newActivation(
  place: Pick<Activation, 'kind' | 'roomId' | 'shard' | 'lane' | 'term' | 'touchedAt' | 'isWary'>,
  answersMax: number,
): Activation {
  return {
    ...place,
    status: 'creating',
    snapshot: null,
    seq: 0,
    committed: 0,
    snapshotSeq: 0,
    pending: new Map(),
    mailbox: [],
    staged: [],
    inFlight: [],
    uncertain: [],
    isPaused: false,
    whenSettled: null,
    answers: new Lru(answersMax),
  }
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
  return activation.answers.size === activation.committed
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
