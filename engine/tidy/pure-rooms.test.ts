import { expect, test } from 'vitest'
import { pureRooms } from './pure-rooms.ts'
import { treeOf } from './tree.ts'

function found(text: string, path = 'engine/kernel/a.ts'): number[] {
  return pureRooms.check(treeOf({ [path]: text })).map(({ line }) => line)
}

test('the clock, chance, timers, the process and the network are refused in pure rooms', () => {
  const text = [
    'const a = Date.now()',
    'const b = new Date()',
    'const c = Math.random()',
    'setTimeout(run, 5)',
    'const d = process.env.HOME',
    'await fetch(url)',
  ].join('\n')
  expect(found(text).sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(found(text, 'api/transport/a.ts')).toEqual([])
})

test('speaking of them is not using them, and a clock that is given may be used', () => {
  expect(
    found("// like Date.now()\nconst why = 'not Math.random'\nclock.setTimeout(1)\nnew Date(clock.now())\n"),
  ).toEqual([])
})
