import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Few } from './few.ts'

test('it is a map, whatever is done to it', () => {
  const key = fc.constantFrom('a', 'b', 'c')
  const step = fc.oneof(
    fc.record({ does: fc.constant('set' as const), key, value: fc.nat(5) }),
    fc.record({ does: fc.constant('delete' as const), key }),
    fc.constant({ does: 'clear' as const }),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const few = new Few<string, number>()
      const map = new Map<string, number>()
      for (const one of steps) {
        if (one.does === 'set') {
          few.set(one.key, one.value)
          map.set(one.key, one.value)
        } else if (one.does === 'delete') expect(few.delete(one.key)).toBe(map.delete(one.key))
        else {
          few.clear()
          map.clear()
        }
        expect(few.size).toBe(map.size)
        expect(few.values().sort()).toEqual([...map.values()].sort())
        for (const name of ['a', 'b', 'c']) {
          expect(few.get(name)).toBe(map.get(name))
          expect(few.has(name)).toBe(map.has(name))
        }
      }
    }),
  )
})
