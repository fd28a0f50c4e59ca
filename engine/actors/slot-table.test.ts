import fc from 'fast-check'
import { expect, it } from 'vitest'
import { SlotTable } from './slot-table.ts'

it('finds what a map would find, whatever is added and removed', () => {
  const step = fc.record({ key: fc.nat(60).map(String), adds: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), fc.string(), (steps, seed) => {
      const keys: (string | undefined)[] = []
      const slots = new Map<string, number>()
      const table = new SlotTable(seed, (slot, key) => keys[slot] === key)
      for (const { key, adds } of steps) {
        const slot = slots.get(key)
        if (adds && slot === undefined) {
          slots.set(key, keys.push(key) - 1)
          table.add(keys.length - 1, key)
        } else if (!adds && slot !== undefined) {
          slots.delete(key)
          table.remove(slot)
        }
        expect(table.find(key)).toBe(slots.get(key) ?? null)
      }
      for (let key = 0; key <= 60; key++) expect(table.find(String(key))).toBe(slots.get(String(key)) ?? null)
    }),
  )
})

it('grows', () => {
  const table = new SlotTable('a secret', (slot, key) => `key ${slot}` === key)
  for (let slot = 0; slot < 5_000; slot++) table.add(slot, `key ${slot}`)
  for (let slot = 0; slot < 5_000; slot += 2) table.remove(slot)
  const found = Array.from({ length: 5_000 }, (_, slot) => table.find(`key ${slot}`))
  expect(found).toEqual(found.map((_, slot) => (slot % 2 === 0 ? null : slot)))
})
