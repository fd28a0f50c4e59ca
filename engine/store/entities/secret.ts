import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A secret all nodes share, such as the key that signs tokens. Written once, by whichever node needs it first. */
export const Secret = defineEntity({
  name: 'Secret',
  tableName: 'secret',
  properties: {
    name: p.text().primary(),
    value: p.text().hidden(),
    createdAt: p
      .datetime(3)
      .defaultRaw('now()')
      .onCreate(() => new Date()),
  },
})
export type Secret = InferEntity<typeof Secret>
