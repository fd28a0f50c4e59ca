import { expect, it } from 'vitest'
import { makeTurns } from './turns.ts'

/** Work that ends when it is told to. */
function tasks() {
  const ends: (() => void)[] = []
  const begun: number[] = []
  return {
    begun,
    begin: (id: number) => () => {
      begun.push(id)
      return new Promise<number>((resolve, reject) => {
        ends[id] = () => (id < 0 ? reject(new Error('failed')) : resolve(id))
      })
    },
    end: (id: number) => ends[id]?.(),
  }
}

it('lets so many run at a time, first come first served', async () => {
  const turns = makeTurns(2)
  const work = tasks()
  const results = [0, 1, 2, 3].map((id) => turns(work.begin(id)))
  await Promise.resolve()
  expect(work.begun).toEqual([0, 1])
  work.end(1)
  await results[1]
  expect(work.begun).toEqual([0, 1, 2])
  work.end(0)
  work.end(2)
  await results[2]
  work.end(3)
  expect(await Promise.all(results)).toEqual([0, 1, 2, 3])
})

it('passes the turn on when work fails', async () => {
  const turns = makeTurns(1)
  const failing = turns(() => Promise.reject(new Error('failed')))
  const next = turns(async () => 'next')
  await expect(failing).rejects.toThrow('failed')
  expect(await next).toBe('next')
})
