import { expect, it } from 'vitest'
import { makeWorld } from './world.ts'

it('lets everything that follows from an event happen before the next one', async () => {
  const world = makeWorld({ seed: 1, isTold: false })
  const told: string[] = []
  world.after(1, () => {
    void (async () => {
      for (let step = 0; step < 5; step++) await null
      told.push('what followed')
    })()
  })
  world.after(1, () => void told.push('the next event'))
  await world.runUntil(10)
  expect(told).toEqual(['what followed', 'the next event'])
  expect(world.now()).toBe(10)
})

it('keeps what happens to a stopped process until it goes on, and forgets it when it dies', async () => {
  const world = makeWorld({ seed: 1, isTold: false })
  const told: string[] = []
  const process = world.spawn('n1')
  process.after(10, () => void told.push(`first at ${Math.round(world.now())}`))
  process.after(20, () => void told.push(`second at ${Math.round(world.now())}`))
  process.after(900, () => void told.push('never'))
  process.pause()
  world.after(500, () => process.resume())
  world.after(600, () => process.kill())
  await world.runUntil(400)
  expect(told).toEqual([])
  await world.runUntil(1_000)
  expect(told).toEqual(['first at 500', 'second at 500'])
})
