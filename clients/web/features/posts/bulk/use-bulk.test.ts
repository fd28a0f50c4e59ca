import { expect, test } from 'vitest'
import { undoOf } from './use-bulk.ts'

test('posts that were moved by as much can be moved back, and nothing else can be taken back', () => {
  expect(undoOf({ do: 'shift', days: 2, minutes: -90 })).toEqual({ do: 'shift', days: -2, minutes: 90 })
  expect(undoOf({ do: 'moveTo', at: { localDateTime: '2030-06-03T09:00', timeZone: 'UTC' } })).toBeNull()
  expect(undoOf({ do: 'cancel' })).toBeNull()
})
