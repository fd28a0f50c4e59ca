import { expect, test } from 'vitest'
import { makeReader, type Person } from './my-rooms.ts'

const person = (name: string): Person => ({ userId: name, organisationId: 'home' })

/** A database that answers when it is told to. */
function slowDatabase() {
  const queries: { readonly names: string[]; answer(): void; fail(): void }[] = []
  const ask = makeReader(
    (people) =>
      new Promise((resolve, reject) => {
        const names = people.map(({ userId }) => userId)
        queries.push({
          names,
          answer: () => resolve(names.map((name) => [`room of ${name}`])),
          fail: () => reject(new Error('away')),
        })
      }),
  )
  return { queries, ask: (name: string) => ask(person(name)) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('whoever asks while a query is under way is part of the next one, all together', async () => {
  const { queries, ask } = slowDatabase()
  const answers = ['ann', 'bob', 'cleo'].map(ask)
  expect(queries.map(({ names }) => names)).toEqual([['ann']])
  queries[0]?.answer()
  await turn()
  expect(queries.map(({ names }) => names)).toEqual([['ann'], ['bob', 'cleo']])
  queries[1]?.answer()
  expect(await Promise.all(answers)).toEqual([['room of ann'], ['room of bob'], ['room of cleo']])
})

test('a query that fails is heard by those who were in it, and by nobody else', async () => {
  const { queries, ask } = slowDatabase()
  const ann = ask('ann')
  const bob = ask('bob')
  queries[0]?.fail()
  await expect(ann).rejects.toThrow('away')
  await turn()
  queries[1]?.answer()
  expect(await bob).toEqual(['room of bob'])
})

test('a crowd is cut into queries of two hundred', async () => {
  const { queries, ask } = slowDatabase()
  const answers = Array.from({ length: 301 }, (_, number) => ask(`person ${number}`))
  for (let index = 0; index < 3; index++) {
    queries[index]?.answer()
    await turn()
  }
  expect(queries.map(({ names }) => names.length)).toEqual([1, 200, 100])
  expect(await Promise.all(answers)).toHaveLength(301)
})
