import { expect, test } from 'vitest'
import { atMost } from './at-most.ts'

test('so much runs at once and no more, in the order it came, and a failure gives its place to the next', async () => {
  const inTurn = atMost(2)
  const ends: (() => void)[] = []
  const begun: number[] = []
  const all = [0, 1, 2, 3].map((number) =>
    inTurn(async () => {
      begun.push(number)
      await new Promise<void>((resolve) => ends.push(resolve))
      if (number === 0) throw new Error('it failed')
      return number
    }),
  )
  const settled = Promise.allSettled(all)
  await expect.poll(() => begun).toEqual([0, 1])
  ends[0]?.()
  await expect.poll(() => begun).toEqual([0, 1, 2])
  ends[2]?.()
  await expect.poll(() => begun).toEqual([0, 1, 2, 3])
  for (const end of ends) end()
  expect((await settled).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
})

test('once all has run, there is room again', async () => {
  const inTurn = atMost(1)
  expect(await inTurn(async () => 'one')).toBe('one')
  expect(await inTurn(async () => 'two')).toBe('two')
})
