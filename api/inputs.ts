/** Pieces of input that several features take. */
import { z } from 'zod'
import { isUuid } from '../engine/kernel/ids.ts'
import { refuse } from '../engine/protocol/errors.ts'
import { LIMITS } from '../engine/protocol/limits.ts'

/** Text that every part of the house can keep: no NUL and no half of a surrogate pair, which PostgreSQL refuses. */
export const plainText = z.string().refine((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text), {
  error: 'is not well-formed text',
})

/** An id as a client gives it. Whether it can be one at all is asked later, and answered with UNKNOWN_…. */
export const Id = z.string().max(64).toLowerCase()

/** Made once by the client; printable ASCII without spaces. */
export const CommandId = z.string().regex(new RegExp(`^[!-~]{1,${LIMITS.commandIdCharsMax}}$`))

export const PageLimit = z.int().min(1).max(LIMITS.pageMax)

/** A conversation's id. Refuses what cannot be one with UNKNOWN_CONVERSATION, as if it had been looked up. */
export function conversationIdOf(text: string): string {
  return isUuid(text) ? text : refuse('UNKNOWN_CONVERSATION')
}

/** A message's id. Refuses what cannot be one with UNKNOWN_MESSAGE, as if it had been looked up. */
export function messageIdOf(text: string): string {
  return isUuid(text) ? text : refuse('UNKNOWN_MESSAGE')
}
