import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** One sign-in on one device: a family of refresh tokens, of which only the newest is good. */
export const Session = defineEntity({
  name: 'Session',
  tableName: 'session',
  indexes: [
    { name: 'session_by_user', properties: ['userId'] },
    { name: 'session_expires', properties: ['expiresAt'] },
  ],
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    organisationId: p.uuid(),
    /** Hash of the newest refresh token. */
    tokenHash: p.text().unique('session_token_unique').hidden(),
    /** Hash of the token before it: seeing that one again means it was stolen, or an answer was lost. */
    previousHash: p.text().nullable().hidden(),
    /** When `previousHash` was replaced; for half a minute it still gets the same successor. */
    rotatedAt: p.datetime(3).nullable(),
    expiresAt: p.datetime(3),
    revokedAt: p.datetime(3).nullable(),
    createdAt: p
      .datetime(3)
      .defaultRaw('now()')
      .onCreate(() => new Date()),
    userAgent: p.text().nullable(),
  },
})
export type Session = InferEntity<typeof Session>
