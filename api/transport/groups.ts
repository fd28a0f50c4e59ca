/** `goLive` and `ungroup`: members enter a group of their room, which is told by one native publish, and leave it. */
import type { Followed, FollowedRoom, Group, Member } from './following.ts'
import { forgetTold } from './rounds.ts'

/** Topics are numbered: uWebSockets hashes the name at each publish. */
let topicsMade = 0

/** Makes a settling member live, if its outlet can be and nothing it has lies ahead of its room. */
export function goLive({ rounds }: Pick<Followed, 'rounds'>, member: Member): void {
  const { room, follower } = member
  const { topic } = follower.outlet
  if (topic === undefined || member.after !== room.lastSeq) return
  const group = openGroup(room, { shape: follower.plan.shape, key: topic.key }, rounds.pace.groupMax)
  // the member has what the group may still have to be told
  if (group.told < room.lastSeq) rounds.tell(room, group)
  group.members.add(member)
  room.pending.delete(member)
  member.state = 'live'
  member.group = group
  topic.join(group.topic)
}

/** Takes a live member out of its group; it is nowhere until it is put back or exits. */
export function ungroup(member: Member): void {
  const { room, follower, group } = member
  if (group === null) return
  member.group = null
  follower.outlet.topic?.part(group.topic)
  group.members.delete(member)
  const name = nameOf(group)
  const open = room.open.get(name)
  if (group.members.size === 0) {
    room.groups.delete(group)
    if (open === group) room.open.delete(name)
    forgetTold(room)
  } else if (open === undefined || open.members.size > group.members.size) room.open.set(name, group)
}

function openGroup(
  room: FollowedRoom,
  { shape, key }: Pick<Group, 'shape' | 'key'>,
  membersMax: number,
): Group {
  const name = nameOf({ shape, key })
  const open = room.open.get(name)
  if (open !== undefined && open.members.size < membersMax) return open
  const group: Group = {
    topic: String(++topicsMade),
    key,
    shape,
    members: new Set(),
    told: room.lastSeq,
  }
  room.groups.add(group)
  room.open.set(name, group)
  return group
}

function nameOf({ shape, key }: Pick<Group, 'shape' | 'key'>): string {
  return `${shape}/${key}`
}
