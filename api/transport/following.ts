/** The records behind live feeds: a `Follower` is one subscription, a `Member` is it in one room. */
import type { Resume } from '../../engine/fanout/resume.ts'
import type { Batch, Interest } from '../../engine/fanout/sink.ts'
import type { Logger } from '../../engine/host/log.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Position } from '../../engine/protocol/position.ts'
import type { FeedPlan, Outlet } from '../live.ts'
import type { Slices } from './slices.ts'

export interface Follower {
  /** Without what asks for its rooms: that holds on to a whole call. */
  readonly plan: Omit<FeedPlan, 'rooms'>
  readonly outlet: Outlet
  /** Whether its outlet knows that it has begun. */
  hasBegun: boolean
  /** By room id. */
  readonly members: Map<string, Member>
  /** Rooms this person left while `plan.rooms` was still being asked. Null once it has answered. */
  leftMeanwhile: Set<string> | null
  /** Rooms this person joined while its rooms are asked for again. Null at other times. */
  joinedMeanwhile: Set<string> | null
  /** Its rooms should be asked for once more, when the question under way is answered. */
  isDoubtful: boolean
  stopped: boolean
}

/**
 *              missed sent                its room is past all it got
 *   catching ─────────────▶ settling ─────────────────────────────────▶ live
 *      ▲                       │ a hole, or a slow reader                │ a hole
 *      └───────────────────────┴──────────────────────────────────────────┘
 *
 * catching  batches queue as references while what it missed is read and sent
 * settling  batches are handed to its outlet one by one, cut at what it has; outlets without a topic stay here
 * live      it hears its group's topic: one native publish for all of the group
 */
export type MemberState = 'catching' | 'settling' | 'live'

export interface Member {
  readonly follower: Follower
  readonly room: FollowedRoom
  state: MemberState
  /** Where to read on from. Null: at the head. */
  from: Position | null
  /** seq up to which it has been told everything. */
  after: number
  waiting: Batch[]
  waitingChars: number
  /** More than the bound was waiting and has been dropped: read it again. */
  overrun: boolean
}

/** Live members of one room whose frames are identical bytes. */
export interface Group {
  readonly topic: string
  /** JSON of the request id. */
  readonly key: string
  readonly shape: FeedPlan['shape']
  readonly members: Set<Member>
}

export interface FollowedRoom {
  readonly id: string
  /** seq of the last batch that went by here; -1 before the first. */
  lastSeq: number
  /** What fan-out says its head is, at least; 0 before it said anything. */
  head: number
  /** By shape and key. */
  readonly groups: Map<string, Group>
  /** Members that are not live. */
  readonly pending: Set<Member>
}

/** Everything followed on this node. */
export interface Followed {
  readonly epoch: string
  readonly resume: Resume
  readonly interest: Interest
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
  /** Who has read what it missed waits here for its turn to be told. */
  readonly slice: Slices
  readonly rooms: Map<string, FollowedRoom>
  readonly byUser: Map<string, Set<Follower>>
}

/** Tells the outlet, once, that from now on nothing will be missing. */
export function begin(follower: Follower): void {
  if (follower.hasBegun) return
  follower.hasBegun = true
  follower.outlet.begin()
}

/** Enters a room as a member that has yet to catch up. */
export function enter(followed: Followed, follower: Follower, roomId: string, from: Position | null): Member {
  let room = followed.rooms.get(roomId)
  if (room === undefined) {
    room = { id: roomId, lastSeq: -1, head: 0, groups: new Map(), pending: new Set() }
    followed.rooms.set(roomId, room)
    followed.interest.want(roomId)
  }
  const member: Member = {
    follower,
    room,
    state: 'catching',
    from,
    after: -1,
    waiting: [],
    waitingChars: 0,
    overrun: false,
  }
  room.pending.add(member)
  follower.members.set(roomId, member)
  return member
}

/** Forgets the member, and its room when it was the last one there. */
function exit(followed: Followed, member: Member): void {
  const { room, follower } = member
  if (member.state === 'live') ungroup(member)
  room.pending.delete(member)
  member.waiting = []
  follower.members.delete(room.id)
  if (room.pending.size > 0 || room.groups.size > 0) return
  followed.rooms.delete(room.id)
  followed.interest.unwant(room.id)
}

/** The room is closed to this member: a feed of one room ends, a feed of many goes on without it. */
export function dismiss(followed: Followed, member: Member): void {
  const { follower } = member
  exit(followed, member)
  if (follower.plan.shape === 'rooms') return
  stop(followed, follower)
  follower.outlet.end(null)
}

/** Takes a subscription out of all its rooms. */
export function stop(followed: Followed, follower: Follower): void {
  if (follower.stopped) return
  follower.stopped = true
  for (const member of [...follower.members.values()]) exit(followed, member)
  const ofUser = followed.byUser.get(follower.plan.userId)
  ofUser?.delete(follower)
  if (ofUser?.size === 0) followed.byUser.delete(follower.plan.userId)
}

export function isGone(member: Member): boolean {
  return member.follower.members.get(member.room.id) !== member
}

/** Makes a settling member live, if its outlet can be and nothing it has lies ahead of its room. */
export function goLive(member: Member): void {
  const { room, follower } = member
  const { topic } = follower.outlet
  if (topic === undefined || member.after !== room.lastSeq) return
  const name = `${follower.plan.shape}/${topic.key}`
  let group = room.groups.get(name)
  if (group === undefined) {
    group = { topic: `${room.id}/${name}`, key: topic.key, shape: follower.plan.shape, members: new Set() }
    room.groups.set(name, group)
  }
  group.members.add(member)
  room.pending.delete(member)
  member.state = 'live'
  topic.join(group.topic)
}

/** Takes a live member out of its group; it is nowhere until it is put back or exits. */
export function ungroup(member: Member): void {
  const { room, follower } = member
  const { topic } = follower.outlet
  if (topic === undefined) return
  const name = `${follower.plan.shape}/${topic.key}`
  const group = room.groups.get(name)
  if (group === undefined) return
  topic.part(group.topic)
  group.members.delete(member)
  if (group.members.size === 0) room.groups.delete(name)
}
