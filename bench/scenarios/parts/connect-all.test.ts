import { expect, it } from 'vitest'
import { inTurns } from './connect-all.ts'

it('works on everything, in order of results, and on no more at once than it may', async () => {
  let now = 0
  let most = 0
  const squares = await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async (number) => {
    most = Math.max(most, ++now)
    await new Promise((resolve) => setImmediate(resolve))
    now--
    return number * number
  })
  expect(squares).toEqual([1, 4, 9, 16, 25, 36, 49])
  expect(most).toBe(3)
})
