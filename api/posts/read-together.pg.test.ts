/** Posts that are asked for at once are read together, and one that nobody can read takes none with it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Parley, withParley } from '../testing.ts'
import { type Company, company } from './testing.ts'

let parley: Parley
let here: Company
beforeAll(async () => {
  parley = await withParley({ passwordThreads: 1 })
  here = await company(parley)
})
afterAll(() => parley?.stop())

async function drafted(text: string): Promise<string> {
  const { post } = await here.mia.posts.create({ text, targets: [], commandId: crypto.randomUUID() })
  return post.id
}

test('each answer is of its own post', async () => {
  const texts = Array.from({ length: 120 }, (_, index) => `post ${index}`)
  const ids = await Promise.all(texts.map(drafted))
  const { readPost } = parley.node
  const read = await Promise.all([...ids, crypto.randomUUID(), 'rubbish'].map(readPost))
  expect(read.map((state) => state?.text ?? null)).toEqual([...texts, null, null])
})

test('a post whose events nobody can read is the only one that is not read', async () => {
  const [good, bad, alsoGood] = [await drafted('good'), await drafted('bad'), await drafted('also good')]
  await parley.node.store.em().execute(`UPDATE event SET payload = '{}' WHERE room_id = ?`, [bad])
  const read = await Promise.allSettled([good, bad, alsoGood].map(parley.node.readPost))
  expect(read.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await parley.node.readPost(good)).toMatchObject({ text: 'good' })
})
