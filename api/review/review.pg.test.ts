/** A client without an account looks at a post by a link, and says what they think. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { ReviewLink } from '../../engine/store/entities/review-link.ts'
import { berlin, type Company, company } from '../posts/testing.ts'
import { type Caller, type Parley, refusal, withParley } from '../testing.ts'
import { makeToken } from './token.ts'

let parley: Parley
let here: Company
let x: string
/** Nobody in particular. */
let client: Caller

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
  x = await here.account('x', 'Parley')
  client = await parley.as()
})
afterAll(() => parley.stop())

async function inReview() {
  const { post } = await here.mia.posts.schedule({
    text: 'hello client',
    targets: [{ to: { kind: 'account', accountId: x, network: 'x' } }],
    at: berlin('2030-06-03T09:00'),
    approval: 'internalThenClient',
    commandId: parley.node.newId(),
  })
  const { url } = await here.mia.review.link({ postId: post.id })
  expect(url).toMatch(/\/#\/review\/[\w.-]+$/)
  return { postId: post.id, token: url.split('/').at(-1) as string }
}

test('the client is asked after the organisation, and the last yes plans the post', async () => {
  const { postId, token } = await inReview()
  expect(await client.review.get({ token })).toMatchObject({
    organisation: 'Company',
    post: {
      text: 'hello client',
      status: 'inReview',
      isApprovedInside: false,
      plan: { instant: '2030-06-03T07:00:00.000Z' },
      targets: [{ account: { name: 'Parley', network: 'x' } }],
    },
    comments: [],
  })
  expect(await refusal(client.review.approve({ token, name: 'Cleo' }))).toBe('POST_STANDS_OTHERWISE')
  await here.adam.posts.comment({ postId, text: 'between us' })
  await here.adam.posts.approve({ postId })
  await client.review.comment({ token, name: 'Cleo', text: 'nearly there' })
  const said = { token, name: 'Cleo', commandId: parley.node.newId() }
  const { post, comments } = await client.review.approve(said)
  expect(post.status).toBe('scheduled')
  expect(comments.map(({ name, says }) => [name, says])).toEqual([
    ['Cleo', 'nearly there'],
    ['Cleo', 'Approved it'],
  ])
  expect((await client.review.approve(said)).post.status, 'the same yes again').toBe('scheduled')
  const { lines } = await here.mia.posts.explain({ postId })
  expect(lines.at(-1)).toMatchObject({ who: { kind: 'person', name: 'Cleo' }, says: 'Approved it' })
})

test('a client who wants changes gets them, and is asked again', async () => {
  const { postId, token } = await inReview()
  await here.adam.posts.approve({ postId })
  const asked = await client.review.requestChanges({ token, name: 'Cleo', note: 'less blue' })
  expect(asked.post).toMatchObject({ status: 'changesRequested', isApprovedInside: false })
  await here.mia.posts.edit({ postId, text: 'hello, green' })
  await here.mia.posts.submit({ postId })
  await here.adam.posts.approve({ postId })
  expect((await client.review.approve({ token, name: 'Cleo' })).post).toMatchObject({
    status: 'scheduled',
    text: 'hello, green',
  })
})

test('only our links open anything, and not for ever', async () => {
  const { postId, token } = await inReview()
  const { signatures } = parley.node.outside
  const { organisationId } = here
  const now = parley.node.clock.now()
  const over = makeToken(signatures, { postId, organisationId, endsAtMs: now - 1 })
  const elsewhere = makeToken(signatures, {
    postId,
    organisationId: parley.node.newId(),
    endsAtMs: now + 60_000,
  })
  const forged = `${Buffer.from(JSON.stringify([postId, organisationId, now + 1e9])).toString('base64url')}.${token.split('.').slice(1).join('.')}`
  for (const wrong of ['', 'rubbish', 'a.b.c', over, forged]) {
    expect(await refusal(client.review.get({ token: wrong }))).toBe('LINK_INVALID')
    expect(await refusal(client.review.approve({ token: wrong, name: 'Eve' }))).toBe('LINK_INVALID')
  }
  expect(await refusal(client.review.get({ token: elsewhere }))).toBe('UNKNOWN_POST')
  const byOther = await here.olga.posts.create({ text: 'hers', targets: [], commandId: parley.node.newId() })
  expect(await refusal(here.mia.review.link({ postId: byOther.post.id }))).toBe('NO_PERMISSION')
})

test('a link that was taken back opens nothing, and a new one does', async () => {
  const { postId, token } = await inReview()
  const { link } = await here.mia.review.shared({ postId })
  expect(link?.url.split('/').at(-1), 'it is shown again to whoever gave it').toBe(token)
  expect(await here.mia.review.withdraw({ postId })).toEqual({})
  expect(await here.mia.review.shared({ postId })).toEqual({ link: null })
  const said = { token, name: 'Cleo', commandId: parley.node.newId() }
  const calls = [
    () => client.review.get({ token }),
    () => client.review.approve(said),
    () => client.review.requestChanges({ ...said, note: 'less blue' }),
    () => client.review.comment({ ...said, text: 'hello?' }),
  ]
  for (const call of calls) expect(await refusal(call())).toBe('LINK_WITHDRAWN')
  await here.adam.review.withdraw({ postId })

  const { url } = await here.mia.review.link({ postId })
  expect((await client.review.get({ token: url.split('/').at(-1) as string })).post.id).toBe(postId)
  expect(await refusal(client.review.get({ token })), 'the old one stays taken back').toBe('LINK_WITHDRAWN')
})

test('a link that nobody remembers, of an older node, is good until it is taken back', async () => {
  const { postId } = await inReview()
  const { organisationId } = here
  const { signatures } = parley.node.outside
  await parley.node.store.em().nativeDelete(ReviewLink, { postId }, UNSCOPED)
  const token = makeToken(signatures, { postId, organisationId, endsAtMs: parley.node.clock.now() + 60_000 })
  expect((await client.review.get({ token })).post.id).toBe(postId)
  expect(await here.mia.review.shared({ postId })).toEqual({ link: null })
  await here.mia.review.withdraw({ postId })
  expect(await refusal(client.review.get({ token }))).toBe('LINK_WITHDRAWN')
})

test('whoever may not give a link neither sees it nor takes it back', async () => {
  const { post } = await here.olga.posts.create({ text: 'hers', targets: [], commandId: parley.node.newId() })
  const of = { postId: post.id }
  await here.olga.review.link(of)
  expect(await refusal(here.mia.review.shared(of))).toBe('NO_PERMISSION')
  expect(await refusal(here.mia.review.withdraw(of))).toBe('NO_PERMISSION')
  expect((await here.mia.posts.get(of)).post.may).not.toContain('share')
  expect((await here.olga.posts.get(of)).post.may).toContain('share')
})
