/** `bury` and `disconnect`: how an account stops being of use, until it is connected again under the same id. */
import { refuse } from '../../protocol/errors.ts'
import { AccountPicture } from '../../store/entities/account-picture.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Credential } from '../platforms/contract.ts'
import type { AccountsParts } from './accounts.ts'
import { credentialIn, lockAccount } from './row.ts'

export async function bury(
  { store, sealing, tell }: AccountsParts,
  accountId: string,
  code: string,
  stale?: Credential,
): Promise<void> {
  const buried = await store.em().transactional(async (em) => {
    const row = await lockAccount(em, accountId)
    if (row === null || row.health === 'dead') return null
    const current = stale && credentialIn(sealing, row)
    if (current && current.accessToken !== stale.accessToken) return null
    await em.nativeUpdate(SocialAccount, { id: accountId }, { health: 'dead', trouble: code }, UNSCOPED)
    return row
  })
  if (buried !== null) tell({ accountId, organisationId: buried.organisationId, health: 'dead' })
}

export async function disconnect(
  { store, clock, tell }: AccountsParts,
  organisationId: string,
  accountId: string,
): Promise<void> {
  const em = store.em()
  const ended = await em.nativeUpdate(
    SocialAccount,
    { id: accountId, organisationId, removedAt: null },
    { removedAt: new Date(clock.now()), sealed: '', health: 'dead', trouble: 'disconnected' },
    UNSCOPED,
  )
  if (ended > 0) {
    await em.nativeDelete(AccountPicture, { accountId, organisationId }, UNSCOPED)
    tell({ accountId, organisationId, health: 'dead' })
    return
  }
  const known = await em.count(SocialAccount, { id: accountId, organisationId }, UNSCOPED)
  if (known === 0) refuse('UNKNOWN_ACCOUNT')
}
