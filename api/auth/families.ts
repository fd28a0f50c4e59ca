/** Families of refresh tokens: one sign-in on one device, opened, rotated at each use, ended. */
import type { ParleyNode } from '../../engine/node.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { Session as Family } from '../../engine/store/entities/session.ts'
import { signAccess } from './access-token.ts'
import { accountsOf } from './accounts.ts'
import { tellEnded } from './endings.ts'
import { firstToken, GRACE_MS, hashToken, nextToken, REFRESH_MS, sessionOf } from './refresh-token.ts'

export interface Tokens {
  readonly accessToken: string
  readonly refreshToken: string
}

interface Owner {
  readonly userId: string
  readonly organisationId: string
}

/** A new sign-in. */
export async function openFamily(node: ParleyNode, owner: Owner, userAgent: string | null): Promise<Tokens> {
  const sessionId = node.newId()
  const refreshToken = firstToken(await accountsOf(node).refreshKey(), sessionId)
  await node.store.em().insert(Family, {
    id: sessionId,
    userId: owner.userId,
    organisationId: owner.organisationId,
    tokenHash: hashToken(refreshToken),
    expiresAt: new Date(node.clock.now() + REFRESH_MS),
    userAgent: userAgent?.slice(0, 200) ?? null,
  })
  return { accessToken: await access(node, sessionId, owner), refreshToken }
}

/**
 * Exchanges a refresh token for its successor. Whoever asks again within `GRACE_MS` gets the same successor; a
 * token replaced longer ago has been copied, so the whole family ends. Refuses with REFRESH_INVALID.
 * `onEnded` hears the id of a family that ended by this.
 */
export async function rotateFamily(
  node: ParleyNode,
  token: string,
  onEnded: (sessionId: string) => void,
): Promise<Tokens> {
  const key = await accountsOf(node).refreshKey()
  const sessionId = sessionOf(key, token) ?? refuse('REFRESH_INVALID')
  const refreshToken = nextToken(key, token)
  const nowMs = node.clock.now()
  const em = node.store.em()
  // one statement decides who rotates: of several at once exactly one finds its own hash still there
  const rotated = await em.nativeUpdate(
    Family,
    { id: sessionId, tokenHash: hashToken(token), revokedAt: null, expiresAt: { $gt: new Date(nowMs) } },
    {
      tokenHash: hashToken(refreshToken),
      previousHash: hashToken(token),
      rotatedAt: new Date(nowMs),
      expiresAt: new Date(nowMs + REFRESH_MS),
    },
  )
  const family = (await em.findOne(Family, { id: sessionId })) ?? refuse('REFRESH_INVALID')
  if (rotated === 0) {
    if (family.revokedAt || family.expiresAt.getTime() <= nowMs) refuse('REFRESH_INVALID')
    const sinceMs = nowMs - (family.rotatedAt?.getTime() ?? 0)
    if (family.previousHash !== hashToken(token) || sinceMs > GRACE_MS) {
      node.log.warn({ sessionId, userId: family.userId }, 'a used refresh token came back; the session ends')
      await endFamily(node, sessionId)
      onEnded(sessionId)
      refuse('REFRESH_INVALID')
    }
  }
  return { accessToken: await access(node, sessionId, family), refreshToken }
}

/** Ends a family: no token of it is good any more, on any node. Ending it twice is no fault. */
export async function endFamily(node: ParleyNode, sessionId: string): Promise<void> {
  accountsOf(node).ended.set(sessionId, true)
  await node.store
    .em()
    .nativeUpdate(Family, { id: sessionId, revokedAt: null }, { revokedAt: new Date(node.clock.now()) })
  await tellEnded(node, sessionId)
}

/** The id of the family whose newest token this is, or was until the last rotation; else null. */
export async function familyOf(node: ParleyNode, token: string): Promise<string | null> {
  const sessionId = sessionOf(await accountsOf(node).refreshKey(), token)
  if (!sessionId) return null
  const hash = hashToken(token)
  const family = await node.store
    .em()
    .findOne(Family, { id: sessionId, $or: [{ tokenHash: hash }, { previousHash: hash }] })
  return family?.id ?? null
}

/** Whether a family is neither ended nor expired: asked for sockets that outlive their access token. */
export async function isFamilyGood(node: ParleyNode, sessionId: string): Promise<boolean> {
  const expiresAt = { $gt: new Date(node.clock.now()) }
  return (await node.store.em().count(Family, { id: sessionId, revokedAt: null, expiresAt })) === 1
}

async function access(node: ParleyNode, sessionId: string, owner: Owner): Promise<string> {
  const { userId, organisationId } = owner
  return signAccess(await accountsOf(node).keys(), { userId, sessionId, organisationId }, node.clock.now())
}
