import { expect, test } from 'vitest'
import { sleep } from '../../engine/kernel/sleep.ts'
import { makeTwinClock } from './twin-clock.ts'

const WEEK_MS = 7 * 24 * 60 * 60_000

/** What takes a turn of the real event loop, or a few. */
async function real(turns = 1): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('a week of sleep is over at once, and everybody wakes in order', async () => {
  const clock = makeTwinClock(0)
  const woken: [string, number][] = []
  const sleeps = async (name: string, ms: number) => {
    await sleep(clock, ms)
    woken.push([name, clock.now()])
  }
  void sleeps('late', WEEK_MS)
  void sleeps('early', 1_000)
  await clock.run(WEEK_MS)
  expect(woken).toEqual([
    ['early', 1_000],
    ['late', WEEK_MS],
  ])
})

test('time stands still while somebody is asked', async () => {
  const clock = makeTwinClock(0)
  const heard: number[] = []
  clock.after(1_000, () => {
    void clock.during(() => real(20)).then(() => heard.push(clock.now()))
  })
  let ticks = 0
  const tick = () => {
    ticks++
    clock.after(100, tick)
  }
  clock.after(100, tick)
  await clock.run(2_000)
  expect(heard).toEqual([1_000])
  expect(ticks).toBe(20)
})

test('who asks first is answered first, however long it takes', async () => {
  const clock = makeTwinClock(0)
  const order: string[] = []
  void clock.during(() => real(20)).then(() => order.push('slow'))
  void clock.during(() => real(1)).then(() => order.push('quick'))
  await clock.run(0)
  expect(order).toEqual(['slow', 'quick'])
})

test('what fails over a socket fails for who asked, and time goes on', async () => {
  const clock = makeTwinClock(0)
  const failed = clock.during(() => Promise.reject(new Error('torn'))).catch((error: Error) => error.message)
  await clock.run(10)
  expect(await failed).toBe('torn')
  expect(clock.now()).toBe(10)
})

test('it ends when all is over, and not before what is under way', async () => {
  const clock = makeTwinClock(0)
  let isDone = false
  clock.after(500, () => {
    void clock
      .during(() => real(5))
      .then(() => {
        isDone = true
      })
  })
  clock.after(WEEK_MS, () => {})
  await clock.run(WEEK_MS, () => isDone)
  expect(clock.now()).toBe(500)
})

test('a timer that was called off does not run', async () => {
  const clock = makeTwinClock(0)
  let isRun = false
  const cancel = clock.after(5, () => {
    isRun = true
  })
  cancel()
  await clock.run(10)
  expect(isRun).toBe(false)
})
