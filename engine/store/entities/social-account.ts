import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Network } from '../../protocol/post-shapes.ts'
import { byOrganisation } from './organisation-filter.ts'

/** An organisation's account at a network. Connected again, it keeps its id, so posts keep their targets. */
export const SocialAccount = defineEntity({
  name: 'SocialAccount',
  tableName: 'social_account',
  filters: byOrganisation,
  uniques: [{ name: 'social_account_once', properties: ['organisationId', 'network', 'accountRef'] }],
  indexes: [
    {
      name: 'social_account_untold',
      expression:
        'create index social_account_untold on social_account (id) where health is distinct from told_health',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    network: p.text().$type<Network>(),
    /** Its id at the network. */
    accountRef: p.text(),
    name: p.text(),
    handle: p.text().nullable(),
    pictureUrl: p.text().nullable(),
    /** Tokens, sealed. */
    sealed: p.text().hidden(),
    scopes: p.array(),
    /** Of the access token; null when it does not expire. */
    expiresAt: p.datetime(3).nullable(),
    health: p.text().$type<'healthy' | 'dead'>().default('healthy'),
    /** What the posts that wait for it were told last; null while they are being told. */
    toldHealth: p.text().$type<'healthy' | 'dead'>().nullable().default('healthy'),
    /** A node is telling them until then; afterwards any may. */
    tellingUntil: p.datetime(3).nullable(),
    /** Why it is dead, for a person. */
    trouble: p.text().nullable(),
    connectedBy: p.uuid(),
    connectedAt: p.datetime(3).defaultRaw('now()'),
    refreshedAt: p.datetime(3).defaultRaw('now()'),
    /** Disconnected; the row stays, for the posts that went there. */
    removedAt: p.datetime(3).nullable(),
  },
})
export type SocialAccount = InferEntity<typeof SocialAccount>
