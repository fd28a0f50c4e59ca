/** `company`: an organisation with an owner, an author and accounts at networks, for tests of posts. */
import type { Network } from '../../engine/protocol/post-shapes.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import type { Caller, Parley, Someone } from '../testing.ts'

export interface Company {
  readonly organisationId: string
  /** Calls as these people in this organisation. */
  readonly olga: Caller
  readonly adam: Caller
  readonly mia: Caller
  readonly people: Readonly<Record<'olga' | 'adam' | 'mia', Someone>>
  /** An account at a network, as if it had been connected. */
  account(network: Network, name: string, more?: Pick<SocialAccount, 'health'>): Promise<string>
}

/** Olga owns it, Adam is an admin, Mia a member. */
export async function company(parley: Parley): Promise<Company> {
  const [olga, adam, mia] = await Promise.all(['Olga', 'Adam', 'Mia'].map((name) => parley.someone(name)))
  const people = { olga, adam, mia } as Company['people']
  const all = Object.values(people)
  const organisationId = await parley.organisation('Company', all)
  const em = parley.node.store.em()
  const appoint = ({ id: userId }: Someone, role: 'owner' | 'admin') =>
    em.nativeUpdate(Membership, { organisationId, userId }, { role }, UNSCOPED)
  await appoint(people.olga, 'owner')
  await appoint(people.adam, 'admin')
  const call = ({ accessToken: token }: Someone) => parley.as({ token, organisationId })
  return {
    organisationId,
    people,
    olga: await call(people.olga),
    adam: await call(people.adam),
    mia: await call(people.mia),
    async account(network, name, { health } = { health: 'healthy' }) {
      const id = parley.node.newId()
      await parley.node.store.em().insert(SocialAccount, {
        id,
        organisationId,
        network,
        accountRef: id,
        name,
        handle: `@${name.toLowerCase()}`,
        sealed: '',
        scopes: [],
        health,
        connectedBy: people.olga.id,
      })
      return id
    },
  }
}

/** A time in 2030, on Berlin's clocks. */
export const berlin = (localDateTime: string) => ({ localDateTime, timeZone: 'Europe/Berlin' })
