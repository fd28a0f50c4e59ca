/** `membershipChange`: who joined and who left, read from events. */
import type { AnyEvent } from '../actors/ports.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'

export interface MembershipChange {
  readonly joined: readonly string[]
  readonly left: readonly string[]
}

const NONE: MembershipChange = { joined: [], left: [] }

/** Who became and who stopped being a member by these events; somebody who did both counts by the last. */
export function membershipChange(events: readonly AnyEvent[]): MembershipChange {
  let member: Map<string, boolean> | null = null
  for (const event of events as readonly ConversationEvent[]) {
    switch (event.kind) {
      case 'conversation.created':
        member ??= new Map()
        for (const { userId } of event.payload.members) member.set(userId, true)
        break
      case 'member.joined':
        member = (member ?? new Map()).set(event.authorId, true)
        break
      case 'member.invited':
        member ??= new Map()
        for (const userId of event.payload.userIds) member.set(userId, true)
        break
      case 'member.left':
        member = (member ?? new Map()).set(event.authorId, false)
        break
      case 'member.removed':
        member = (member ?? new Map()).set(event.payload.userId, false)
        break
    }
  }
  if (member === null) return NONE
  const joined: string[] = []
  const left: string[] = []
  for (const [userId, isMember] of member) (isMember ? joined : left).push(userId)
  return { joined, left }
}
