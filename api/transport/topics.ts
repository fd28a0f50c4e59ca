/** `makeTopics`: the sink that fan-out feeds and the place where subscriptions follow rooms. One publish a group. */
import type { Batch, Sink } from '../../engine/fanout/sink.ts'
import {
  BEGINNING,
  type FeedPlan,
  type Following,
  type Live,
  type Outlet,
  type RoomsWanted,
} from '../live.ts'
import { beyond } from './beyond.ts'
import { ByUser } from './by-user.ts'
import { catchUp, keepWaiting, startAgain } from './catch-up.ts'
import {
  begin,
  dismiss,
  enter,
  type Followed,
  type FollowedRoom,
  Follower,
  type Group,
  type Member,
} from './following.ts'
import { goLive, ungroup } from './groups.ts'
import { moved, recheck, recheckAll } from './recheck.ts'
import { makeRounds, PACE, type Pace } from './rounds.ts'
import { makeSlices } from './slices.ts'

/**
 * Subscriptions that are told in one turn of the event loop what they missed: 20 rooms are 0.2 ms. All that one read
 * answered for would keep everybody else waiting.
 */
const TOLD_A_TURN = 8

/** What is followed once all is silent. */
const NOTHING: Following = { stop() {} }

export interface TopicsParts extends Pick<Followed, 'epoch' | 'resume' | 'interest' | 'clock' | 'log'> {
  /** Sends `frame` to every socket that has joined `topic`. */
  readonly publish: (topic: string, frame: string) => void
  /** Counts events handed to outlets. */
  readonly delivered: (events: number) => void
  /** Instead of the usual one. */
  readonly pace?: Pace
}

export interface Topics extends Sink, Live {
  /**
   * Nobody hears anything any more, and nobody is told so. For clients that are sent elsewhere: the official one listens
   * at both places for a while, and knows an event again only by the id of its batch, which may be cut otherwise there.
   */
  silence(): void
  /** For tests and metrics: rooms that somebody follows, and how many subscriptions do. */
  size(): { readonly rooms: number; readonly followers: number }
}

export function makeTopics({ publish, delivered, pace = PACE, ...parts }: TopicsParts): Topics {
  const rounds = makeRounds({ publish, delivered }, pace)
  const followed: Followed = {
    ...parts,
    slice: makeSlices(TOLD_A_TURN),
    rounds,
    rooms: new Map(),
    byUser: new ByUser(),
  }
  let isSilent = false
  return {
    publish(batch) {
      const room = followed.rooms.get(batch.roomId)
      if (room !== undefined) {
        offerToLive(followed, room, batch)
        delivered(offerToPending(followed, room, batch) * (batch.lastSeq - batch.firstSeq + 1))
      }
      for (const userId of batch.left) leave(followed, userId, batch)
      for (const userId of batch.joined) join(followed, userId, batch.roomId)
    },
    lastSeqOf(roomId) {
      const room = followed.rooms.get(roomId)
      return room === undefined ? undefined : lastSeqOf(room)
    },
    expect(roomId, head) {
      const room = followed.rooms.get(roomId)
      if (room !== undefined && room.head < head) room.head = head
    },
    moved: (roomId, joined, left) => moved(followed, roomId, joined, left),
    recheck: () => recheckAll(followed),
    follow: (plan, outlet) => (isSilent ? NOTHING : follow(followed, plan, outlet)),
    silence() {
      isSilent = true
      for (const follower of followed.byUser.all()) follower.stop()
    },
    size() {
      return { rooms: followed.rooms.size, followers: followed.byUser.all().length }
    },
  }
}

/** Live members are told when it is their turn. */
function offerToLive(followed: Followed, room: FollowedRoom, batch: Batch): void {
  const piece = room.groups.size === 0 ? batch : beyond(batch, room.lastSeq)
  if (piece === 'old') return
  if (piece === 'hole') {
    for (const group of [...room.groups])
      for (const member of group.members) fallBack(followed, member, group)
    room.lastSeq = batch.lastSeq
    return
  }
  room.lastSeq = Math.max(room.lastSeq, batch.lastSeq)
  if (room.groups.size === 0) return
  room.passed.push(piece)
  followed.rounds.add(room)
}

/** A live member learns that events are missing: it reads them like somebody who comes back. */
function fallBack(followed: Followed, member: Member, { told }: Group): void {
  ungroup(member)
  member.after = told
  startAgain(followed, member)
  void catchUp(followed, member.follower, [member])
}

/** Up to where everybody has been told who does not read for himself; undefined when nobody is that far. */
function lastSeqOf(room: FollowedRoom): number | undefined {
  let least = room.groups.size > 0 ? room.lastSeq : undefined
  for (const { state, after } of room.pending) {
    if (state === 'settling' && (least === undefined || after < least)) least = after
  }
  return least
}

function offerToPending(followed: Followed, room: FollowedRoom, batch: Batch): number {
  let heard = 0
  for (const member of room.pending) {
    if (member.state === 'catching') keepWaiting(member, batch)
    else if (offer(followed, member, batch)) heard++
  }
  return heard
}

/** Hands a batch to a settling member. A reader that is behind goes back to the journal instead of a queue. */
function offer(followed: Followed, member: Member, batch: Batch): boolean {
  const { outlet } = member.follower
  const piece = beyond(batch, member.after)
  if (piece === 'old') {
    goLive(followed, member)
    return false
  }
  if (piece === 'hole' || !outlet.ready()) {
    startAgain(followed, member)
    void catchUp(followed, member.follower, [member])
    return false
  }
  outlet.deliver(member.room.id, piece)
  member.after = batch.lastSeq
  goLive(followed, member)
  return true
}

/** Somebody is no longer a member: their feeds drop the room; a feed of this room alone ends. */
function leave(followed: Followed, userId: string, batch: Batch): void {
  for (const follower of followed.byUser.of(userId)) {
    follower.leftMeanwhile?.add(batch.roomId)
    follower.joinedMeanwhile?.delete(batch.roomId)
    const member = follower.members.get(batch.roomId)
    if (member === undefined) continue
    // Still catching: reading on could show it what came after. It gets the parting batch and sees the gap.
    if (member.state === 'catching' && follower.plan.shape === 'rooms') {
      follower.outlet.deliver(batch.roomId, batch)
    }
    dismiss(followed, member)
  }
}

/** Somebody became a member: feeds that follow new rooms begin this one with a reset. */
function join(followed: Followed, userId: string, roomId: string): void {
  for (const follower of followed.byUser.of(userId)) {
    follower.leftMeanwhile?.delete(roomId)
    follower.joinedMeanwhile?.add(roomId)
    if (!follower.plan.followNew || follower.members.has(roomId)) continue
    void catchUp(followed, follower, [enter(followed, follower, roomId, BEGINNING)])
  }
}

function follow(followed: Followed, plan: FeedPlan, outlet: Outlet): Following {
  const follower = new Follower(followed, plan, outlet)
  followed.byUser.add(follower)
  void start(followed, follower, plan.rooms)
  return follower
}

async function start(followed: Followed, follower: Follower, rooms: FeedPlan['rooms']): Promise<void> {
  const { outlet } = follower
  let wanted: RoomsWanted
  try {
    wanted = await rooms()
  } catch (error) {
    if (follower.stopped) return
    follower.stop()
    outlet.end(error)
    return
  }
  if (follower.stopped) return
  // who starts at the head has begun once it is known: what is said after that must not count as past
  if ([...wanted.values()].every((from) => from !== null)) begin(follower)
  const left = follower.leftMeanwhile
  follower.leftMeanwhile = null
  const members: Member[] = []
  for (const [roomId, from] of wanted) {
    if (follower.members.has(roomId)) continue
    const member = enter(followed, follower, roomId, from)
    if (left?.has(roomId)) dismiss(followed, member)
    else members.push(member)
  }
  if (follower.isDoubtful) void recheck(followed, follower)
  await catchUp(followed, follower, members)
}
