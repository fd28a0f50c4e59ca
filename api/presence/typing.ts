/** `typing`: follows who types in one conversation. */
import { conversationIdOf } from '../inputs.ts'
import { myRoomsIn } from '../my-rooms.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkMember } from './check.ts'
import { makeLatest } from './latest.ts'
import { asksUntilAnswered } from './recheck.ts'
import { visibilityOf } from './visibility.ts'

/** All who type now, oneself included; the next one replaces it. Five at most, in the order in which they began. */
export interface Typers {
  readonly userIds: readonly string[]
}

/**
 * Yields at once, and then at each change, twice a second at most. Ends when the person leaves the conversation.
 * Refuses with UNKNOWN_CONVERSATION and NOT_A_MEMBER.
 */
export async function typing(
  ctx: SignedInCtx,
  conversationId: string,
): Promise<AsyncIterable<Typers, void, undefined>> {
  const { node, session, signal } = ctx
  const roomId = conversationIdOf(conversationId)
  const mine = () => myRoomsIn(node.store)(session)
  let userIds: readonly string[] | null = null
  const { feed, wake, end, onEnd } = makeLatest<Typers>(signal, () => {
    if (userIds === null) return null
    const typers = { userIds }
    userIds = null
    return typers
  })
  const recheck = asksUntilAnswered(node, signal, mine, (rooms) => {
    if (!rooms.includes(roomId)) end()
  })
  // before the question, so that nobody slips through between
  onEnd(visibilityOf(node).guard({ concerns: (left) => left.has(session.userId), recheck }))
  try {
    await checkMember(ctx, roomId)
  } catch (refusal) {
    end()
    throw refusal
  }
  const followed = node.presence.followTyping(roomId, (now) => {
    userIds = now
    wake()
  })
  userIds = followed.now
  onEnd(followed.stop)
  return feed
}
