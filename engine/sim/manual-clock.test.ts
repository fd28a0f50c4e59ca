import { expect, it } from 'vitest'
import { makeManualClock } from './manual-clock.ts'

it('stands still until it is moved, and runs what is due in order', () => {
  const clock = makeManualClock(1_000)
  const ran: string[] = []
  clock.after(20, () => ran.push(`late at ${clock.now()}`))
  clock.after(10, () => {
    ran.push(`early at ${clock.now()}`)
    clock.after(5, () => ran.push(`on the way at ${clock.now()}`))
  })
  const cancel = clock.after(12, () => ran.push('never'))
  expect(ran).toEqual([])
  cancel()
  clock.advance(20)
  expect(ran).toEqual(['early at 1010', 'on the way at 1015', 'late at 1020'])
  expect(clock.now()).toBe(1_020)
})

it('jumps without timers noticing', () => {
  const clock = makeManualClock(1_000)
  let ran = false
  clock.after(10, () => {
    ran = true
  })
  clock.jump(60_000)
  expect([clock.now(), ran]).toEqual([61_000, false])
  clock.advance(10)
  expect(ran).toBe(true)
})

it('runs the next tick after the promises of this one', async () => {
  const clock = makeManualClock()
  const ran: string[] = []
  clock.nextTick(() => ran.push('tick'))
  void Promise.resolve().then(() => ran.push('promise'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(ran).toEqual(['promise', 'tick'])
})
