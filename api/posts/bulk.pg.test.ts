/** Many posts at once, and who may do what: a desk where some posts refuse and the others go on. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Parley, withParley } from '../testing.ts'
import { berlin, type Company, company } from './testing.ts'

let parley: Parley
let here: Company
let x: string

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
  x = await here.account('x', 'Parley')
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()

/** A post of Mia's, as it stands after she has planned it. */
async function planned(approval: 'none' | 'internal' = 'none', by: keyof Company['people'] = 'mia') {
  const { post } = await here[by].posts.schedule({
    text: 'hello world',
    targets: [{ to: { kind: 'account', accountId: x, network: 'x' } }],
    at: berlin('2030-06-03T09:00'),
    approval,
    commandId: fresh(),
  })
  return post.id
}
const statusOf = async (postId: string) => (await here.mia.posts.get({ postId })).post.status

test('those that can be approved are, and each of the others says why not', async () => {
  const [waits, alsoWaits, isPlanned, own] = [
    await planned('internal'),
    await planned('internal'),
    await planned(),
    await planned('internal', 'adam'),
  ]
  const wish = {
    postIds: [waits, isPlanned, own, alsoWaits, waits],
    act: 'approve' as const,
    commandId: fresh(),
  }
  const { results } = await here.adam.posts.bulk(wish)
  expect(results, 'in the order they were named, each once').toEqual([
    { postId: waits, ok: true },
    { postId: isPlanned, ok: false, reason: 'POST_STANDS_OTHERWISE' },
    { postId: own, ok: false, reason: 'NO_PERMISSION' },
    { postId: alsoWaits, ok: true },
  ])
  expect(await statusOf(waits)).toBe('scheduled')
  expect(await statusOf(own)).toBe('inReview')
  const again = await here.adam.posts.bulk(wish)
  expect(again, 'the same wish again gets the first answer').toEqual({ results })
})

test('a member cancels their own posts, and nobody else’s', async () => {
  const [mine, hers] = [await planned(), await planned('none', 'olga')]
  const { results } = await here.mia.posts.bulk({ postIds: [mine, hers, fresh()], act: 'cancel' })
  expect(results.map(({ ok, reason }) => reason ?? ok)).toEqual([true, 'NO_PERMISSION', 'UNKNOWN_POST'])
  expect([await statusOf(mine), await statusOf(hers)]).toEqual(['cancelled', 'scheduled'])
})

test('drafts are handed in together', async () => {
  const { post } = await here.mia.posts.create({
    text: 'an idea',
    targets: [{ to: { kind: 'account', accountId: x, network: 'x' } }],
    approval: 'internal',
    commandId: fresh(),
  })
  const over = await here.mia.posts.create({ text: 'nowhere to go', targets: [], commandId: fresh() })
  const { results } = await here.mia.posts.bulk({ postIds: [post.id, over.post.id], act: 'submit' })
  expect(results[0]).toEqual({ postId: post.id, ok: true })
  expect(results[1]?.ok).toBe(false)
  expect(await statusOf(post.id)).toBe('inReview')
})

test('a post tells each reader what they may do with it', async () => {
  const postId = await planned('internal')
  const may = async (reader: 'mia' | 'adam') => (await here[reader].posts.get({ postId })).post.may
  expect(await may('mia')).toEqual(expect.arrayContaining(['plan', 'cancel', 'share', 'comment']))
  expect(await may('mia')).not.toContain('approve')
  expect(await may('adam')).toContain('approve')
  const byAdam = await planned('internal', 'adam')
  expect(
    (await here.adam.posts.get({ postId: byAdam })).post.may,
    'nobody approves what they wrote',
  ).not.toContain('approve')
  const member = (await here.mia.posts.may()).may
  expect(member).toEqual(expect.arrayContaining(['create', 'editDraft', 'submit', 'comment']))
  for (const action of ['plan', 'cancel', 'approve', 'holdAll', 'keepWebhooks'] as const)
    expect(member).not.toContain(action)
  expect((await here.olga.posts.may()).may).toEqual(
    expect.arrayContaining(['approve', 'holdAll', 'keepWebhooks']),
  )
})
