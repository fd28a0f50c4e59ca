/** What can be wrong with an account's input, and with how often it is tried. */

import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { User } from '../../engine/store/entities/user.ts'
import type { Ctx } from '../context.ts'
import { accountsOf } from './accounts.ts'
import { type AttemptsLimit, addressKey, type Tried } from './attempts.ts'

/** Refuses with PASSWORD_WEAK: 8 characters at least, and no more bytes than bcrypt reads. */
export function checkPassword(password: string): void {
  const chars = [...password].length
  const bytes = Buffer.byteLength(password)
  if (chars < LIMITS.passwordCharsMin || bytes > LIMITS.passwordBytesMax) refuse('PASSWORD_WEAK')
}

/**
 * Refuses with SIGNUP_CLOSED when this installation takes in nobody of that address. Where sign-up is by
 * invitation the very first account is let in, for somebody has to invite the others.
 */
export async function checkSignUpOpen(ctx: Ctx, email: string): Promise<void> {
  const { signup, signupDomains } = ctx.node.config
  if (signup === 'open') return
  if (signup === 'domains') {
    if (!signupDomains.includes(email.slice(email.lastIndexOf('@') + 1))) refuse('SIGNUP_CLOSED')
    return
  }
  const anybody = await ctx.node.store.em().find(User, {}, { fields: ['id'], limit: 1 })
  if (anybody.length > 0) refuse('SIGNUP_CLOSED')
}

/** Refuses with RATE_LIMITED when the address, or the account, has failed too often. */
export async function checkSignIn(ctx: Ctx, email: string): Promise<void> {
  const { attempts, limits } = accountsOf(ctx.node)
  await attempts.check([fromAddress(ctx, limits.address), { limit: limits.account, key: email }])
}

/** Refuses with RATE_LIMITED when the address has failed too often, or made too many accounts. */
export async function checkSignUp(ctx: Ctx): Promise<void> {
  const { attempts, limits } = accountsOf(ctx.node)
  await attempts.check([fromAddress(ctx, limits.address), fromAddress(ctx, limits.signUps)])
}

/**
 * Counts a failure, and refuses with RATE_LIMITED when it was one too many: guesses sent all at once, to several nodes
 * even, learn no more than guesses sent one by one. Successes are not counted: an office behind one address may sign
 * in as it likes.
 */
export async function countFailure(ctx: Ctx, email: string | null): Promise<void> {
  const { attempts, limits } = accountsOf(ctx.node)
  const tried = [fromAddress(ctx, limits.address)]
  if (email !== null) tried.push({ limit: limits.account, key: email })
  const retryAfterMs = await attempts.count(tried)
  if (retryAfterMs !== null) refuse('RATE_LIMITED', { retryAfterMs })
}

/** Counts an account that was made. */
export async function countSignUp(ctx: Ctx): Promise<void> {
  const { attempts, limits } = accountsOf(ctx.node)
  await attempts.count([fromAddress(ctx, limits.signUps)])
}

function fromAddress(ctx: Ctx, limit: AttemptsLimit): Tried {
  return { limit, key: addressKey(ctx.address) }
}
