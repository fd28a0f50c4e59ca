/** Acts on accounts: what sign-up, sign-in, refresh and sign-out do. */
import { LockMode, UniqueConstraintViolationException } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Refusal, refuse } from '../../engine/protocol/errors.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { User } from '../../engine/store/entities/user.ts'
import type { Ctx } from '../context.ts'
import {
  checkCsrf,
  clearSessionCookies,
  REFRESH_COOKIE,
  setSessionCookies,
  wantsCookies,
} from '../cookies.ts'
import { accountsOf } from './accounts.ts'
import {
  checkPassword,
  checkSignIn,
  checkSignUp,
  checkSignUpOpen,
  countFailure,
  countSignUp,
} from './check.ts'
import { endFamily, familyOf, openFamily, rotateFamily, type Tokens } from './families.ts'
import { homeOf } from './read.ts'

/** An account as its owner sees it. */
export interface Me {
  readonly id: string
  readonly email: string
  readonly name: string
}

/** Tokens are '' when the caller asked for cookies. */
export interface SignedIn extends Tokens {
  readonly user: Me
  readonly organisation: { readonly id: string }
}

/** Refuses with SIGNUP_CLOSED, PASSWORD_WEAK, EMAIL_TAKEN, RATE_LIMITED, BUSY. */
export async function signUp(
  ctx: Ctx,
  input: { email: string; password: string; name: string },
): Promise<SignedIn> {
  const { email, name } = input
  await checkSignUp(ctx)
  await checkSignUpOpen(ctx, email)
  checkPassword(input.password)
  // asked before the hash, which costs 0.4 s; the unique index decides in the end
  if (await ctx.node.store.em().findOne(User, { email }, { fields: ['id'] })) await refuseTaken(ctx)

  const passwordHash = await accountsOf(ctx.node).passwords.hash(input.password)
  const user = { id: ctx.node.newId(), email, name }
  const organisationId = ctx.node.store.homeOrganisationId
  try {
    await insertAccount(ctx, { ...user, passwordHash }, organisationId)
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException) await refuseTaken(ctx)
    throw error
  }
  await countSignUp(ctx)
  return signedInAs(ctx, user, organisationId)
}

/** Refuses with WRONG_CREDENTIALS, the same after the same time whether the account exists; RATE_LIMITED; BUSY. */
export async function signIn(ctx: Ctx, input: { email: string; password: string }): Promise<SignedIn> {
  const { email } = input
  const [user] = await Promise.all([ctx.node.store.em().findOne(User, { email }), checkSignIn(ctx, email)])
  const matches = await accountsOf(ctx.node).passwords.matches(input.password, user?.passwordHash ?? null)
  if (!user || !matches) {
    await countFailure(ctx, email)
    refuse('WRONG_CREDENTIALS')
  }
  // once more: guesses sent at the same time all passed the first check, and the right one must not pass the limit
  const [organisationId] = await Promise.all([homeOf(ctx.node.store, user.id), checkSignIn(ctx, email)])
  return signedInAs(ctx, { id: user.id, email: user.email, name: user.name }, organisationId)
}

/** Refuses with REFRESH_INVALID; with CSRF_MISSING or ORIGIN_REFUSED when the token came as a cookie. */
export async function refresh(ctx: Ctx, input: { refreshToken?: string }): Promise<Tokens> {
  const cookie = input.refreshToken ? undefined : ctx.cookies[REFRESH_COOKIE]
  if (cookie) checkCsrf(ctx)
  const token = input.refreshToken || cookie || refuse('REFRESH_INVALID')
  try {
    const tokens = await rotateFamily(ctx.node, token, (id) => ctx.sockets.closeSession(id))
    return handOver(ctx, tokens, cookie !== undefined)
  } catch (error) {
    if (cookie && error instanceof Refusal && error.reason === 'REFRESH_INVALID') clearSessionCookies(ctx)
    throw error
  }
}

/** Ends the session of the refresh token, else the caller's own, and closes its sockets. Never refuses a stranger. */
export async function signOut(ctx: Ctx, input: { refreshToken?: string }): Promise<Record<string, never>> {
  const cookie = input.refreshToken ? undefined : ctx.cookies[REFRESH_COOKIE]
  if (cookie || ctx.session?.byCookie) checkCsrf(ctx)
  const token = input.refreshToken || cookie
  const sessionId = (token ? await familyOf(ctx.node, token) : null) ?? ctx.session?.sessionId
  if (cookie || ctx.session?.byCookie) clearSessionCookies(ctx)
  if (sessionId) {
    await endFamily(ctx.node, sessionId)
    ctx.sockets.closeSession(sessionId)
  }
  return {}
}

async function insertAccount(
  ctx: Ctx,
  user: Me & { passwordHash: string },
  organisationId: string,
): Promise<void> {
  await ctx.node.store.em().transactional(async (em) => {
    await em.insert(User, user)
    const role = (await isFirstMember(em, organisationId)) ? 'owner' : 'member'
    // of two that come first at once, one is second
    if (role === 'member' && ctx.node.config.signup === 'invite') refuse('SIGNUP_CLOSED')
    await em.insert(Membership, { organisationId, userId: user.id, role })
  })
}

/** The first person of an organisation owns it. Only while there is nobody yet do sign-ups wait for each other. */
async function isFirstMember(em: EntityManager, organisationId: string): Promise<boolean> {
  const somebody = () => em.findOne(Membership, { organisationId }, { ...UNSCOPED, fields: ['userId'] })
  if (await somebody()) return false
  await em.findOneOrFail(Organisation, { id: organisationId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  return (await somebody()) === null
}

async function signedInAs(ctx: Ctx, user: Me, organisationId: string): Promise<SignedIn> {
  const owner = { userId: user.id, organisationId }
  const tokens = await openFamily(ctx.node, owner, ctx.header('user-agent') ?? null)
  return { user, organisation: { id: organisationId }, ...handOver(ctx, tokens, wantsCookies(ctx)) }
}

function handOver(ctx: Ctx, tokens: Tokens, asCookies: boolean): Tokens {
  if (!asCookies) return tokens
  setSessionCookies(ctx, tokens)
  return { accessToken: '', refreshToken: '' }
}

async function refuseTaken(ctx: Ctx): Promise<never> {
  await countFailure(ctx, null)
  refuse('EMAIL_TAKEN')
}
