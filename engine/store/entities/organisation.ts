import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A tenant. Exactly one is `home`: the one that open sign-up joins. */
export const Organisation = defineEntity({
  name: 'Organisation',
  tableName: 'organisation',
  indexes: [
    {
      name: 'organisation_one_home',
      expression: 'create unique index organisation_one_home on organisation (home) where home',
    },
  ],
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    home: p.boolean().default(false),
    /** Nothing of it is published until somebody lets go. */
    postsHeld: p.boolean().default(false),
    createdAt: p
      .datetime(3)
      .defaultRaw('now()')
      .onCreate(() => new Date()),
  },
})
export type Organisation = InferEntity<typeof Organisation>
