import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Network } from '../../protocol/post-shapes.ts'

/** Somebody was sent to a network to connect an account and has not come back yet. */
export const Consent = defineEntity({
  name: 'Consent',
  tableName: 'consent',
  properties: {
    /** What comes back with them. */
    state: p.text().primary(),
    organisationId: p.uuid(),
    userId: p.uuid(),
    network: p.text().$type<Network>(),
    /** PKCE. */
    verifier: p.text().hidden(),
    /** The account that is connected again; null for a new one. */
    accountId: p.uuid().nullable(),
    endsAt: p.datetime(3),
  },
})
export type Consent = InferEntity<typeof Consent>
