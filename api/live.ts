/** `roomFeed` and `roomsFeed`: what a subscription procedure returns so that a caller follows rooms live. */
import { type TrackedEnvelope, tracked } from '@trpc/server'
import type { ConversationReset } from '../engine/conversation/message.ts'
import type { Batch } from '../engine/fanout/sink.ts'
import { oncePer } from '../engine/kernel/once-per.ts'
import type { ConversationEvent } from '../engine/protocol/events/conversation-event.ts'
import type { Position } from '../engine/protocol/position.ts'
import { pull } from './transport/pull.ts'

/** What a follower hears: an event, or the whole newest state when events could not bring it there. */
export type LiveEvent = ConversationEvent | ConversationReset

/** What `sync.resume` yields: the events of one room in order, and the position after the last of them. */
export interface RoomEvents {
  readonly roomId: string
  readonly position: string
  readonly events: LiveEvent[]
}

/** Where to start in each room. Null: at the head, without any past. */
export type RoomsWanted = ReadonlyMap<string, Position | null>

/** A position in a history that never was: it is answered by a `reset`. */
export const BEGINNING: Position = { epoch: '', seq: 0 }

/** A session will do: it is kept as long as its socket anyway. */
export interface FeedPerson {
  readonly userId: string
  readonly organisationId: string
}

/** Which rooms to follow, from where, and for whom. */
export interface FeedPlan {
  /** `room`: tracked arrays of one room's events. `rooms`: `RoomEvents` of many. */
  readonly shape: 'room' | 'rooms'
  /** Who follows; no longer told of a room once its events say that this person left. */
  readonly person: FeedPerson
  /** Whether rooms this person joins later are followed too; each begins with a `reset`. */
  readonly followNew: boolean
  /**
   * Which rooms, and whether this person may follow them: rejects with a Refusal if not. Asked after the transport
   * has begun to watch who leaves and who joins, so that nobody slips through between the check and the feed.
   */
  readonly rooms: () => Promise<RoomsWanted>
  /**
   * The rooms a person is a member of, asked again when word of who left or joined may be lost. It is kept for
   * as long as the feed lives: best one function for all feeds.
   */
  readonly mine: (person: FeedPerson) => Promise<readonly string[]>
}

/** Events of one room, already encoded. `json` is a JSON array. */
export type Piece = Pick<Batch, 'json' | 'position' | 'lastSeq'>

/** Where the pieces of a feed go: a subscription on a WebSocket, or an async iterator. */
export interface Outlet {
  /** The rooms are known and allowed; pieces follow. */
  begin(): void
  deliver(roomId: string, piece: Piece): void
  /** Runs `deliver`; what it delivers leaves in one write where that is possible. */
  together(deliver: () => void): void
  /** False: hold on until `whenReady` resolves; it also resolves when the outlet is closed. */
  ready(): boolean
  whenReady(): Promise<void>
  /** The feed is over: the person left the room (null), or may not follow it. Nothing is delivered after it. */
  end(error: unknown): void
  /** Present when frames can go out by one native publish for many outlets. */
  readonly topic?: {
    /** Outlets of equal `key` (JSON of their request id) get identical bytes. */
    readonly key: string
    join(topic: string): void
    part(topic: string): void
  }
}

/** A feed under way. */
export interface Following {
  /** Nothing is delivered after it. */
  stop(): void
}

/** The live side of a node's sockets. Implemented by transport/topics. */
export interface Live {
  follow(plan: FeedPlan, outlet: Outlet): Following
}

/** What a feed needs of a call's context. */
export interface LiveCall {
  readonly live: Live
  /** Ends the iteration. */
  readonly signal: AbortSignal
}

const PLAN = Symbol('plan')

/** An async iterable for types and the general path; the WebSocket transport reads the plan and goes native. */
export interface Feed<Datum> extends AsyncIterable<Datum, void, undefined> {
  readonly [PLAN]: FeedPlan
}

/** The plan of a feed; null when `value` is not one. */
export function planOf(value: unknown): FeedPlan | null {
  return typeof value === 'object' && value !== null && PLAN in value ? (value as Feed<unknown>)[PLAN] : null
}

export interface RoomFollowed {
  readonly person: FeedPerson
  readonly roomId: string
  /** Null: start at the head, without any past. */
  readonly from: Position | null
  /** Rejects with a Refusal when this person may not follow the room. See FeedPlan.rooms. */
  readonly check: () => Promise<unknown>
  /** See FeedPlan.mine. */
  readonly mine: FeedPlan['mine']
}

/** Follows one room, whose events are `Event`s. Yields `tracked('epoch:seq', events)`; ends when the person leaves the room. */
export function roomFeed<Event = LiveEvent>(
  call: LiveCall,
  { person, roomId, from, check, mine }: RoomFollowed,
): Feed<TrackedEnvelope<Event[]>> {
  const rooms = async (): Promise<RoomsWanted> => {
    await check()
    return new Map([[roomId, from]])
  }
  const plan: FeedPlan = { shape: 'room', person, followNew: false, rooms, mine }
  return feed(call, plan, (_roomId, { position }, events) => tracked(position, events as Event[]))
}

/** Follows many rooms; with `followNew` also those the person joins later. Yields `RoomEvents`; never ends. */
export function roomsFeed(call: LiveCall, followed: Omit<FeedPlan, 'shape'>): Feed<RoomEvents> {
  const plan: FeedPlan = { ...followed, shape: 'rooms' }
  return feed(call, plan, (roomId, { position }, events) => ({
    roomId,
    position,
    events: events as LiveEvent[],
  }))
}

function feed<Datum>(
  call: LiveCall,
  plan: FeedPlan,
  datum: (roomId: string, piece: Piece, events: unknown[]) => Datum,
): Feed<Datum> {
  return {
    [PLAN]: plan,
    [Symbol.asyncIterator]: () =>
      pull({
        follow: (outlet) => call.live.follow(plan, outlet),
        signal: call.signal,
        datum: (roomId, piece) => datum(roomId, piece, eventsOf(piece)),
      }),
  }
}

/**
 * Many iterators get the same piece: it is parsed once. The journal wrote it, so a second check of what we encoded
 * ourselves would only cost more than the parse.
 */
const eventsOf = oncePer((piece: Piece) => JSON.parse(piece.json) as unknown[])
