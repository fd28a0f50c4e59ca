import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A person's account. Belongs to no organisation: see Membership. */
export const User = defineEntity({
  name: 'User',
  tableName: 'user',
  indexes: [
    {
      name: 'user_name_prefix',
      expression: 'create index user_name_prefix on "user" (lower(name) text_pattern_ops)',
    },
    {
      name: 'user_email_prefix',
      expression: 'create index user_email_prefix on "user" (email text_pattern_ops)',
    },
  ],
  checks: [{ name: 'user_email_lower', expression: 'email = lower(email)' }],
  properties: {
    id: p.uuid().primary(),
    /** In lower case, trimmed; the table refuses anything else. Unique. */
    email: p.text().unique('user_email_unique'),
    name: p.text(),
    passwordHash: p.text().hidden(),
    createdAt: p
      .datetime(3)
      .defaultRaw('now()')
      .onCreate(() => new Date()),
  },
})
export type User = InferEntity<typeof User>
