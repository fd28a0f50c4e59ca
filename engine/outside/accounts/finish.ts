/** `finish`: somebody is back from a network; what they allowed becomes accounts, or a reason why not. */
import { cleanText } from '../../kernel/clean-text.ts'
import type { Network } from '../../protocol/post-shapes.ts'
import { Membership } from '../../store/entities/membership.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Connected, ConnectedAccount } from '../platforms/contract.ts'
import type { AccountsParts } from './accounts.ts'
import { redirectUri } from './begin.ts'
import { credentialIn, type Em, mergedWith, rowOf } from './row.ts'

/** What the network put into the address that it sent them back to. */
export interface CameBack {
  readonly network: Network
  readonly state: string | null
  readonly code: string | null
  /** `access_denied`, when they said no. */
  readonly error: string | null
  /** Who is signed in where they came back. */
  readonly userId: string
}

export type Finished =
  /** One at least, the first of them the one that was asked for. */
  | { readonly is: 'connected'; readonly accountIds: readonly string[] }
  /**
   * `expired`: the state is unknown, used, too old or another person's. `another-account`: it was allowed for another
   * one than the one to connect again. `no-answer`: the network did not say. `not-a-member`, `not-configured`,
   * `no-account`, or the network's own code.
   */
  | { readonly is: 'refused'; readonly reason: string }

interface ConsentRow {
  readonly organisation_id: string
  readonly verifier: string
  readonly account_id: string | null
}

/** Whoever takes the row has the state, and nobody has it after them. */
const TAKE = `
DELETE FROM consent WHERE state = ? AND network = ? AND user_id = ? AND ends_at > ?::timestamptz
RETURNING organisation_id, verifier, account_id`

const STATE = /^[\w-]{43}$/
const CODE_CHARS_MAX = 4_000
const REASON = /^[\w.:-]{1,60}$/

export async function finish(parts: AccountsParts, back: CameBack): Promise<Finished> {
  const { store, clock, platforms } = parts
  const { network, state, code, error, userId } = back
  const platform = platforms.get(network)
  if (platform === undefined) return refused('not-configured')
  if (state === null || !STATE.test(state)) return refused('expired')
  const em = store.em()
  const now = new Date(clock.now()).toISOString()
  const [consent] = await em.execute<ConsentRow[]>(TAKE, [state, network, userId, now])
  if (consent === undefined) return refused('expired')
  if (error !== null) return refused(error)
  if (code === null || code === '' || code.length > CODE_CHARS_MAX) return refused('no-code')
  const organisationId = consent.organisation_id
  const isMember = await em.count(Membership, { organisationId, userId }, UNSCOPED)
  if (isMember === 0) return refused('not-a-member')
  const { verifier } = consent
  const answer = await platform.connect({ code, redirectUri: redirectUri(parts, network), verifier })
  if (answer.is !== 'ok') return refused(answer.is === 'rejected' ? answer.code : 'no-answer')
  const given = await chosen(em, consent.account_id, answer)
  if (given === null) return refused('another-account')
  if (given.length === 0) return refused('no-account')
  return keep(parts, { network, organisationId, userId }, given)
}

function refused(reason: string): Finished {
  return { is: 'refused', reason: REASON.test(reason) ? reason : 'refused' }
}

/** All of them, or only the one that is connected again. Null: that one is not among them. */
async function chosen(
  em: Em,
  accountId: string | null,
  { accounts }: Extract<Connected, { is: 'ok' }>,
): Promise<readonly ConnectedAccount[] | null> {
  if (accountId === null) return accounts
  const row = await em.findOne(SocialAccount, { id: accountId }, UNSCOPED)
  const same = accounts.filter(({ credential }) => credential.accountRef === row?.accountRef)
  return same.length === 0 ? null : same
}

interface Owner {
  readonly network: Network
  readonly organisationId: string
  readonly userId: string
}

async function keep(
  parts: AccountsParts,
  owner: Owner,
  given: readonly ConnectedAccount[],
): Promise<Finished> {
  // in one order, so that two who connect the same pages wait for each other and not in a circle
  const inOrder = [...given].sort((one, other) =>
    one.credential.accountRef < other.credential.accountRef ? -1 : 1,
  )
  const ids = new Map<string, string>()
  const alive: string[] = []
  await parts.store.em().transactional(async (em) => {
    for (const account of inOrder) {
      const { id, wasHealthy } = await upsert(parts, em, owner, account)
      ids.set(account.credential.accountRef, id)
      if (!wasHealthy) alive.push(id)
    }
  })
  for (const accountId of alive)
    parts.tell({ accountId, organisationId: owner.organisationId, health: 'healthy' })
  const accountIds = given.flatMap(({ credential }) => ids.get(credential.accountRef) ?? [])
  return { is: 'connected', accountIds: [...new Set(accountIds)] }
}

const NAME_CHARS_MAX = 200
const URL_CHARS_MAX = 2_000

function isShown(url: string): boolean {
  return url.length <= URL_CHARS_MAX && url.startsWith('https://') && URL.canParse(url)
}

/** The id goes into the seal, so it must be known before the row is written: whoever is second finds the row and takes its id. */
async function upsert(
  { sealing, clock, newId }: AccountsParts,
  em: Em,
  { network, organisationId, userId }: Owner,
  { credential, name, handle, pictureUrl }: ConnectedAccount,
): Promise<{ id: string; wasHealthy: boolean }> {
  const { accountRef } = credential
  const now = new Date(clock.now())
  const shown = {
    name: cleanText(name).slice(0, NAME_CHARS_MAX) || accountRef,
    handle: handle && cleanText(handle).slice(0, NAME_CHARS_MAX),
    pictureUrl: pictureUrl && isShown(pictureUrl) ? pictureUrl : null,
    connectedBy: userId,
    connectedAt: now,
    refreshedAt: now,
    health: 'healthy',
    trouble: null,
    removedAt: null,
  } as const
  const fresh = { id: newId(), network, organisationId, accountRef, ...shown }
  const row = { ...fresh, ...rowOf(sealing, fresh.id, credential) }
  await em.upsert(SocialAccount, row, {
    onConflictFields: ['organisationId', 'network', 'accountRef'],
    onConflictAction: 'ignore',
    ...UNSCOPED,
  })
  await em.execute(
    'SELECT 1 FROM social_account WHERE organisation_id = ? AND network = ? AND account_ref = ? FOR UPDATE',
    [organisationId, network, accountRef],
  )
  const kept = await em.findOneOrFail(
    SocialAccount,
    { organisationId, network, accountRef },
    { ...UNSCOPED, refresh: true },
  )
  if (kept.id === fresh.id) return { id: kept.id, wasHealthy: true }
  const merged = mergedWith(credentialIn(sealing, kept), credential)
  const again = { ...shown, ...rowOf(sealing, kept.id, merged) }
  await em.nativeUpdate(SocialAccount, { id: kept.id }, again, UNSCOPED)
  return { id: kept.id, wasHealthy: kept.health === 'healthy' && kept.removedAt === null }
}
