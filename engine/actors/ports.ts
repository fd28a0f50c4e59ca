/** What the runtime needs from the rest of the house: journal, ownership, listeners, kinds of rooms. */
import type { AnyStateMachine } from 'xstate'
import type { Asked, FoundMessage } from '../protocol/commands/asked.ts'
import type { Reason } from '../protocol/errors.ts'
import type { Envelope } from '../protocol/events/envelope.ts'
import type { PostListing } from '../protocol/post-listing.ts'

/** A command of any kind of room. */
export interface AnyCommand {
  readonly type: string
}

/** An event of any kind of room. */
export type AnyEvent = Envelope<string, unknown>

/** The first answer to a command, and every later one to the same commandId. A function of its event. */
export interface Answer {
  readonly seq: number
  readonly at: string
  /** Present when the command brought a message into the world, or changed one. */
  readonly messageId?: string
}

/**
 * One kind of room. Everything the runtime knows of conversations and posts comes through this record.
 * The machine's actions are data: `{type: 'record', params: Event}` and `{type: 'refuse', params: {reason}}`.
 */
export interface RoomKind<
  State = unknown,
  Command extends AnyCommand = AnyCommand,
  Event extends AnyEvent = AnyEvent,
> {
  readonly name: 'conversation' | 'post'
  /** Whether events of this kind are those of such a room. */
  owns(eventKind: string): boolean
  /** What somebody hears who asks for such a room under the id of another kind of room. */
  readonly unknown: Reason
  /** Silent: no invoke, no spawn, no after. Its context is State. */
  readonly machine: AnyStateMachine
  /** Version of the dump in snapshots. */
  readonly version: number
  readonly empty: State
  /** The machine's state value that belongs to a folded state. */
  valueOf(state: State): string
  fold(state: State, event: Event): State
  /** When the room wants to be woken, by name. Absent for kinds that never want to. */
  dues?(state: State): ReadonlyMap<string, DueAt>
  /** What lists show of the room, for kinds whose events do not say it. */
  listing?(state: State): PostListing
  answer(event: Event): Answer
  /** The message a command speaks of, if it speaks of one; it is looked up before the machine decides. */
  speaksOf(command: Command): string | null
  dump(state: State): unknown
  /** How many events are as long as the dump. Absent: fewer than lie between two snapshots. */
  weight?(state: State): number
  /** Reads a dump of this or any older version. */
  load(dump: unknown, version: number): State
}

/** When, and by whom. */
export interface DueAt {
  /** ISO 8601 in UTC. */
  readonly at: string
  /** The node that owns the room, or whichever publisher claims it first. */
  readonly waker: 'owner' | 'publisher'
}

/** A wish on its way to a room. */
export interface Wish<Command extends AnyCommand = AnyCommand> {
  readonly kind: RoomKind['name']
  readonly roomId: string
  readonly organisationId: string
  readonly authorId: string
  readonly commandId: string
  readonly command: Command
}

/** A room as the journal remembers it. `events` are all after the snapshot, in order. */
export interface LoadedRoom {
  readonly snapshot: { readonly seq: number; readonly version: number; readonly dump: unknown } | null
  readonly events: readonly AnyEvent[]
  /** The newest events of the room, in order: all, or at least the last 100. What they answered is known again. */
  readonly recent: readonly AnyEvent[]
}

/** What one room adds in one commit. */
export interface RoomWrite {
  readonly kind: RoomKind['name']
  readonly roomId: string
  readonly shard: number
  readonly term: number
  /** At least one, dense, the first at the room's head + 1. */
  readonly events: readonly AnyEvent[]
  /** The state after the last of `events`, now and then. */
  readonly snapshot: { readonly version: number; readonly dump: unknown } | null
  /** Due rows this write sets, or clears (null). */
  readonly due: readonly DueChange[]
  /** What lists show after the last of `events`. */
  readonly listing: PostListing | null
}

export interface DueChange {
  readonly name: string
  readonly due: DueAt | null
}

/**
 * What became of one room's write. All or nothing per room:
 * `written` it is durable; `fenced` another owner has the shard; `conflict` a commandId or a seq of it is
 * in the journal already, and nothing of it was written.
 */
export type WriteOutcome = 'written' | 'fenced' | 'conflict'

/** The truth. Every method rejects when the database cannot be asked; for `commit` that is an unknown outcome. */
export interface Journal {
  /** Commits of one lane are made one after another; lanes are independent. */
  readonly lanes: number
  /** Null when the room has no events. */
  load(roomId: string): Promise<LoadedRoom | null>
  /** One autocommit statement. Outcomes in the order of `writes`; a room occurs at most once. */
  commit(lane: number, writes: readonly RoomWrite[]): Promise<readonly WriteOutcome[]>
  /** The event a commandId has caused, if it has. */
  findCommand(roomId: string, authorId: string, commandId: string): Promise<AnyEvent | null>
  findMessage(roomId: string, messageId: string): Promise<FoundMessage | null>
}

/** A row that says when a room wants to be woken. */
export interface DueRow {
  readonly roomId: string
  readonly name: string
  /** ISO 8601 in UTC. */
  readonly dueAt: string
}

/** What owners are to wake. Rejects when the database cannot be asked. */
export interface Dues {
  /** Of these shards, due before `until` (ISO 8601 in UTC), soonest first; at most `limit`. */
  soon(shards: readonly number[], until: string, limit: number): Promise<readonly DueRow[]>
}

/** Which shards are ours. The runtime asks at each commit; the journal enforces it. */
export interface Ownership {
  /** The term under which this node owns the shard; null when it does not. */
  termOf(shard: number): number | null
  /** The journal said `fenced`: this node no longer owns the shard. */
  lost(shard: number): void
  /**
   * Whether nobody else can have been given our shards yet: our last answered beat is younger than it takes to be
   * declared dead. A write is fenced by the journal, but a refusal leaves no trace there; while this is false, refusals
   * are UNAVAILABLE instead. Without it they are always believed.
   */
  isCertain?(): boolean
}

/** Hears of events, only after their commit. Must not throw and must not block. */
export interface Listeners {
  tell(kind: RoomKind['name'], roomId: string, events: readonly AnyEvent[]): void
}

/** Counts what the runtime does. Implemented by host/metrics; a no-op in simulations. */
export interface Gauges {
  committed(events: number, rooms: number, seconds: number): void
  refused(reason: string): void
  resident(rooms: number): void
  waiting(commands: number): void
}

/** Where the runtime says what an operator should know. pino fits. */
export interface Log {
  warn(detail: object, message: string): void
  error(detail: object, message: string): void
}

export type { Asked, FoundMessage }
