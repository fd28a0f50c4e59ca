import { expect, test } from 'vitest'
import { makeGather } from './gather.ts'

/** A database that answers when it is told to. */
function slowDatabase() {
  const queries: { readonly names: readonly string[]; answer(): void; fail(): void }[] = []
  const ask = makeGather(
    200,
    (names: readonly string[]) =>
      new Promise<string[]>((resolve, reject) => {
        queries.push({
          names,
          answer: () => resolve(names.map((name) => `room of ${name}`)),
          fail: () => reject(new Error('away')),
        })
      }),
  )
  return { queries, ask }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('whoever asks while a read is under way is part of the next one, all together', async () => {
  const { queries, ask } = slowDatabase()
  const answers = ['ann', 'bob', 'cleo'].map(ask)
  expect(queries.map(({ names }) => names)).toEqual([['ann']])
  queries[0]?.answer()
  await turn()
  expect(queries.map(({ names }) => names)).toEqual([['ann'], ['bob', 'cleo']])
  queries[1]?.answer()
  expect(await Promise.all(answers)).toEqual(['room of ann', 'room of bob', 'room of cleo'])
})

test('a read that fails is heard by those who were in it, and by nobody else', async () => {
  const { queries, ask } = slowDatabase()
  const ann = ask('ann')
  const bob = ask('bob')
  queries[0]?.fail()
  await expect(ann).rejects.toThrow('away')
  await turn()
  queries[1]?.answer()
  expect(await bob).toEqual('room of bob')
})

test('a crowd is cut into reads of two hundred', async () => {
  const { queries, ask } = slowDatabase()
  const answers = Array.from({ length: 301 }, (_, number) => ask(`person ${number}`))
  for (let index = 0; index < 3; index++) {
    queries[index]?.answer()
    await turn()
  }
  expect(queries.map(({ names }) => names.length)).toEqual([1, 200, 100])
  expect(await Promise.all(answers)).toHaveLength(301)
})
