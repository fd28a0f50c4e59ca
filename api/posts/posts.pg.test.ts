/** Posts from outside, told as what people of one company do with them. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { PostReset } from '../../engine/post/state.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { type Parley, refusal, refusalDetail, type Someone, withParley } from '../testing.ts'
import { berlin, type Company, company } from './testing.ts'

let parley: Parley
let here: Company
let x: string
let linkedin: string
let newsroom: string
let stranger: Someone

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
  stranger = await parley.someone('Stranger')
  x = await here.account('x', 'Parley')
  linkedin = await here.account('linkedin', 'Parley Inc')
  const made = await here.mia.conversations.create({ kind: 'group', title: 'Newsroom', memberIds: [] })
  newsroom = made.conversation.id
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()
const toX = () => ({ to: { kind: 'account', accountId: x, network: 'x' } as const })
const toLinkedin = () => ({ to: { kind: 'account', accountId: linkedin, network: 'linkedin' } as const })
const toNewsroom = () => ({ to: { kind: 'conversation', conversationId: newsroom } as const })
const MORNING = berlin('2030-06-03T09:00')

function schedule(more: Partial<Parameters<Company['mia']['posts']['schedule']>[0]> = {}) {
  return here.mia.posts.schedule({
    text: 'hello world',
    targets: [toX()],
    at: MORNING,
    commandId: fresh(),
    ...more,
  })
}

describe('a scheduled post', () => {
  test('is shown with its accounts and conversations, its time and what comes next', async () => {
    const { post } = await schedule({ targets: [toX(), toNewsroom()], tags: ['launch'] })
    expect(post).toMatchObject({
      status: 'scheduled',
      text: 'hello world',
      tags: ['launch'],
      authorId: here.people.mia.id,
      plan: { at: { ...MORNING, gap: 'after', overlap: 'first' }, instant: '2030-06-03T07:00:00.000Z' },
    })
    expect(post.targets).toMatchObject([
      { id: 't1', account: { name: 'Parley', handle: '@parley', network: 'x' }, title: null },
      { id: 't2', account: null, title: 'Newsroom' },
    ])
    expect(post.targets[1]?.steps).toMatchObject([
      { life: 'scheduled', nextAt: '2030-06-03T07:00:00.000Z', result: null },
    ])
    expect(await here.mia.posts.get({ postId: post.id })).toEqual({ post })
    const seen = await here.olga.posts.get({ postId: post.id })
    expect(seen.post.targets[1]?.title, 'who is not in the conversation does not learn its title').toBeNull()
  })

  test('sent twice is one post, also when the answer was lost in between', async () => {
    const commandId = fresh()
    const [one, other] = await Promise.all([schedule({ commandId }), schedule({ commandId })])
    expect(one.post.id).toBe(other.post.id)
    expect(other.post.head).toBe(2)
    await here.mia.posts.cancel({ postId: one.post.id })
    expect((await schedule({ commandId })).post).toMatchObject({ id: one.post.id, status: 'cancelled' })
    const { items } = await here.mia.posts.list({})
    expect(items.filter(({ id }) => id === one.post.id)).toHaveLength(1)
  })

  test.each([
    [{ at: berlin('tomorrow') }, 'TIME_INVALID'],
    [{ at: { localDateTime: '2030-06-03T09:00', timeZone: 'Mars/Olympus' } }, 'TIME_INVALID'],
    [{ at: berlin('2020-06-03T09:00') }, 'TIME_PAST'],
    [{ at: { ...berlin('2030-03-31T02:30'), gap: 'skip' } }, 'TIME_SKIPPED'],
    [{ targets: [] }, 'NO_TARGETS'],
    [{ media: ['01998877-0000-7000-8000-00000000dead'] }, 'UNKNOWN_MEDIA'],
    [
      {
        targets: [
          { to: { kind: 'account', accountId: '01998877-0000-7000-8000-00000000dead', network: 'x' } },
        ],
      },
      'UNKNOWN_ACCOUNT',
    ],
    [
      {
        targets: [{ to: { kind: 'conversation', conversationId: '01998877-0000-7000-8000-00000000dead' } }],
      },
      'UNKNOWN_CONVERSATION',
    ],
    [{ targets: [{ to: { kind: 'audience', audienceId: 'all' } }] }, 'AUDIENCES_LATER'],
    [{ text: 'half \ud83d' }, 'INVALID_INPUT'],
  ] as const)('%# is refused before anything is made: %s', async (more, reason) => {
    const before = (await here.mia.posts.list({})).items.length
    expect(await refusal(schedule(more as Parameters<typeof schedule>[0]))).toBe(reason)
    expect((await here.mia.posts.list({})).items.length).toBe(before)
  })

  test('goes only to accounts of that network, and to conversations of its author', async () => {
    const wrong = { to: { kind: 'account', accountId: x, network: 'linkedin' } as const }
    expect(await refusal(schedule({ targets: [wrong] }))).toBe('UNKNOWN_ACCOUNT')
    const post = { text: 'hi', targets: [toNewsroom()], at: MORNING, commandId: fresh() }
    expect(await refusal(here.olga.posts.schedule(post))).toBe('UNKNOWN_CONVERSATION')
  })

  test('that a target would not take says what is wrong, and where', async () => {
    const detail = await refusalDetail(schedule({ text: '', targets: [toX(), toNewsroom()] }))
    expect(detail).toMatchObject({ reason: 'POST_UNFIT' })
    expect(detail.issues).toContainEqual({
      path: ['targets', 1, 0, 'text'],
      message: 'A message needs some text',
    })
    expect(await refusal(schedule({ text: 'x'.repeat(281) })), 'one more than X takes').toBe('POST_UNFIT')
    const { targets } = await here.mia.posts.validate({ text: '', targets: [toNewsroom()] })
    expect(targets).toMatchObject([{ count: 0, max: 8_000, problems: [{ code: 'text-missing' }] }])
  })

  test('to an account that must be connected again is held until it is', async () => {
    const accountId = await here.account('x', 'Asleep', { health: 'dead' })
    const { post } = await schedule({
      targets: [{ to: { kind: 'account', accountId, network: 'x' } }, toNewsroom()],
    })
    expect(post.targets.map(({ held }) => held)).toEqual([['credential'], []])
    expect(post.status).toBe('held')
  })
})

describe('plans change', () => {
  test('a post moves to another time, by its author or an admin, and by nobody else', async () => {
    const { post } = await schedule()
    const moved = await here.adam.posts.reschedule({ postId: post.id, at: berlin('2030-06-04T10:00') })
    expect(moved.post.plan).toMatchObject({
      instant: '2030-06-04T08:00:00.000Z',
      lateness: { onLate: 'ask' },
    })
    const byOther = await here.olga.posts.create({ text: 'draft', targets: [toX()], commandId: fresh() })
    const { id: postId } = byOther.post
    expect(await refusal(here.mia.posts.reschedule({ postId, at: MORNING }))).toBe('NO_PERMISSION')
    expect(await refusal(here.mia.posts.cancel({ postId }))).toBe('NO_PERMISSION')
    const edited = await here.mia.posts.edit({ postId, text: 'a better draft' })
    expect(edited.post).toMatchObject({ text: 'a better draft', status: 'draft' })
  })

  test('a change sent twice happens once', async () => {
    const { post } = await schedule()
    const wish = { postId: post.id, at: berlin('2030-06-05T10:00'), commandId: fresh() }
    const first = await here.mia.posts.reschedule(wish)
    expect((await here.mia.posts.reschedule(wish)).post.head).toBe(first.post.head)
  })

  test('an edit leaves the time of what nobody must approve', async () => {
    const { post } = await schedule()
    const edited = await here.mia.posts.edit({
      postId: post.id,
      text: 'without a typo',
      add: [toLinkedin()],
    })
    expect(edited.post).toMatchObject({ status: 'scheduled', text: 'without a typo' })
    expect(edited.post.targets.map(({ steps }) => steps[0]?.life)).toEqual(['scheduled', 'scheduled'])
    const unfit = here.mia.posts.edit({ postId: post.id, text: '', add: [toNewsroom()] })
    expect(await refusal(unfit)).toBe('POST_UNFIT')
  })

  test('one target is let go, the other goes on; then all are', async () => {
    const { post } = await schedule({ targets: [toX(), toLinkedin()] })
    const one = await here.mia.posts.cancel({ postId: post.id, targetId: 't1' })
    expect(one.post.targets.map(({ steps }) => steps[0]?.life)).toEqual(['cancelled', 'scheduled'])
    expect((await here.mia.posts.cancel({ postId: post.id })).post.status).toBe('cancelled')
    expect(await refusal(here.mia.posts.cancel({ postId: post.id }))).toBe('POST_STANDS_OTHERWISE')
    expect(await refusal(here.mia.posts.retry({ postId: post.id, targetId: 't9' }))).toBe('UNKNOWN_TARGET')
  })

  test('a copy says the same to the same, and has no time', async () => {
    const parts = [{ text: 'and more' }]
    const second = { ...toLinkedin(), after: { targetId: 't1', delayMs: 60_000 } }
    const { post } = await schedule({ targets: [{ ...toX(), parts }, second] })
    await here.mia.posts.edit({ postId: post.id, add: [toNewsroom()] })
    const copy = await here.adam.posts.duplicate({ postId: post.id, commandId: fresh() }).catch(refusalOf)
    expect(copy, 'Adam is not in the newsroom').toBe('UNKNOWN_CONVERSATION')
    const own = await here.mia.posts.duplicate({ postId: post.id, commandId: fresh() })
    expect(own.post).toMatchObject({ status: 'draft', plan: null, text: 'hello world' })
    expect(own.post.targets.map(({ to, content }) => [to, content])).toEqual(
      (await here.mia.posts.get({ postId: post.id })).post.targets.map(({ to, content }) => [to, content]),
    )
  })
})

const refusalOf = (error: unknown) => refusal(Promise.reject(error))

describe('approval', () => {
  test('what is wanted is planned by the last yes', async () => {
    const { post } = await schedule({ approval: 'internal' })
    const postId = post.id
    expect(post).toMatchObject({ status: 'inReview', plan: { instant: '2030-06-03T07:00:00.000Z' } })
    expect(post.targets[0]?.steps[0]?.nextAt).toBeNull()
    expect(await refusal(here.mia.posts.approve({ postId }))).toBe('NO_PERMISSION')
    const asked = await here.adam.posts.requestChanges({ postId, note: 'too dry' })
    expect(asked.post.status).toBe('changesRequested')
    await here.mia.posts.edit({ postId, text: 'hello, wonderful world' })
    await here.mia.posts.comment({ postId, text: 'better?' })
    expect((await here.mia.posts.submit({ postId })).post.status).toBe('inReview')
    const approved = await here.adam.posts.approve({ postId })
    expect(approved.post).toMatchObject({ status: 'scheduled', text: 'hello, wonderful world' })
    expect(approved.post.targets[0]?.steps[0]?.nextAt).not.toBeNull()
  })

  test('nobody approves their own post while there is somebody else', async () => {
    const mine = { text: 'mine', targets: [toX()], at: MORNING, commandId: fresh() }
    const { post } = await here.adam.posts.schedule({ ...mine, approval: 'internal' })
    expect(await refusal(here.adam.posts.approve({ postId: post.id }))).toBe('NO_PERMISSION')
    expect((await here.olga.posts.approve({ postId: post.id })).post.status).toBe('scheduled')
  })
})

test('the story of a post is told in words, with who did what and what comes next', async () => {
  const { post } = await schedule({ targets: [toX(), toNewsroom()], approval: 'internal' })
  await here.adam.posts.approve({ postId: post.id })
  await here.mia.posts.cancel({ postId: post.id, targetId: 't1' })
  const { lines, next } = await here.mia.posts.explain({ postId: post.id })
  expect(lines.map(({ who, says }) => [who.name, says])).toEqual([
    ['Mia', 'Began the post'],
    ['Mia', 'Planned it for 2030-06-03 09:00 (Europe/Berlin)'],
    ['Mia', 'Asked for approval'],
    ['Adam', 'Approved it'],
    ['Mia', 'Cancelled Parley'],
  ])
  expect(next).toMatchObject([
    { targetId: 't2', work: 'publish', at: '2030-06-03T07:00:00.000Z', says: 'Newsroom will be published' },
  ])
})

test('a post to a conversation is a message of its author when its time has come', async () => {
  const text = `said at ${fresh()}`
  const now = new Date(parley.node.clock.now()).toISOString().slice(0, 19)
  const { post } = await schedule({
    text,
    targets: [toNewsroom()],
    at: { localDateTime: now, timeZone: 'UTC' },
  })
  const postId = post.id
  const standing = async () => (await here.mia.posts.get({ postId })).post.status
  await vi.waitUntil(async () => (await standing()) === 'published', 60_000)
  const { items } = await here.mia.messages.history({ conversationId: newsroom })
  const said = items.filter((message) => message.text === text)
  expect(said.map(({ authorId }) => authorId)).toEqual([here.people.mia.id])
  const { lines, next } = await here.mia.posts.explain({ postId })
  expect(lines.slice(-2)).toMatchObject([
    { who: { kind: 'worker', name: 'Parley' }, says: 'Newsroom is being published (attempt 1)' },
    { says: 'Newsroom is published', evidence: { proof: 'the message is in the journal' } },
  ])
  expect(next).toEqual([])
  expect(await refusal(here.mia.posts.edit({ postId, text: 'too late', add: [], remove: ['t1'] }))).toBe(
    'POST_STANDS_OTHERWISE',
  )
})

describe('lists', () => {
  test('are by change or by time, by status, account, tag and text, page by page', async () => {
    const tag = `tag-${fresh().slice(-8)}`
    const late = await schedule({ tags: [tag], at: berlin('2031-01-01T09:00'), text: '100% sure' })
    const early = await schedule({ tags: [tag], targets: [toLinkedin()] })
    const draft = await here.mia.posts.create({ text: 'idea', targets: [], tags: [tag], commandId: fresh() })
    const idsOf = async (more: Parameters<typeof here.mia.posts.list>[0]) =>
      (await here.olga.posts.list({ tags: [tag], ...more })).items.map(({ id }) => id)
    const [l, e, d] = [late.post.id, early.post.id, draft.post.id]
    expect(await idsOf({})).toEqual([d, e, l])
    expect(await idsOf({ order: 'at' })).toEqual([e, l])
    expect(await idsOf({ statuses: ['draft'] })).toEqual([d])
    expect(await idsOf({ accountIds: [linkedin] })).toEqual([e])
    expect(await idsOf({ query: '100%' })).toEqual([l])
    expect(await idsOf({ query: '100_' })).toEqual([])
    expect(await idsOf({ accountIds: ['rubbish\0'] })).toEqual([])
    expect(await refusal(here.olga.posts.list({ tags: ['a\0'] }))).toBe('INVALID_INPUT')
    const first = await here.olga.posts.list({ tags: [tag], limit: 2 })
    const rest = await here.olga.posts.list({ tags: [tag], limit: 2, cursor: first.nextCursor })
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual([d, e, l])
    expect(rest.nextCursor).toBeUndefined()
    expect(first.items[1]).toMatchObject({
      status: 'scheduled',
      localAt: MORNING.localDateTime,
      timeZone: 'Europe/Berlin',
      targets: [{ targetId: 't1', toId: linkedin, network: 'linkedin', life: 'scheduled' }],
    })
  })

  test('the calendar has the days of the zone, also when clocks jump', async () => {
    const tags = [`tag-${fresh().slice(-8)}`]
    const first = await schedule({ tags, at: berlin('2030-03-31T00:00') })
    const skipped = await schedule({ tags, at: berlin('2030-03-31T02:30') })
    const last = await schedule({ tags, at: berlin('2030-03-31T23:59') })
    expect(skipped.post.plan?.instant, 'as long after the jump').toBe('2030-03-31T01:30:00.000Z')
    const days = async (timeZone: string, perDay = 4) =>
      (await here.mia.posts.calendar({ from: '2030-03-30', days: 3, timeZone, perDay, tags })).days.map(
        ({ date, count, items }) => [date, count, items.map(({ id }) => id)],
      )
    const [a, b, c] = [first.post.id, skipped.post.id, last.post.id]
    expect(await days('Europe/Berlin')).toEqual([
      ['2030-03-30', 0, []],
      ['2030-03-31', 3, [a, b, c]],
      ['2030-04-01', 0, []],
    ])
    expect(await days('UTC', 1)).toEqual([
      ['2030-03-30', 1, [a]],
      ['2030-03-31', 2, [b]],
      ['2030-04-01', 0, []],
    ])
    expect(await days('Asia/Tokyo', 0)).toEqual([
      ['2030-03-30', 0, []],
      ['2030-03-31', 2, []],
      ['2030-04-01', 1, []],
    ])
    const wrong = { from: '2030-02-30', days: 1, timeZone: 'UTC' }
    expect(await refusal(here.mia.posts.calendar(wrong))).toBe('TIME_INVALID')
  })
})

describe('many at once', () => {
  test('posts are moved by days on their own clocks; one that cannot be says why', async () => {
    const before = await schedule({ at: berlin('2030-03-30T09:00') })
    const draft = await here.mia.posts.create({ text: 'idea', targets: [toX()], commandId: fresh() })
    const postIds = [before.post.id, draft.post.id, fresh()]
    const wish = { postIds, shift: { days: 1 }, commandId: fresh() }
    const { results } = await here.mia.posts.bulkReschedule(wish)
    expect(results).toEqual([
      { postId: postIds[0], ok: true },
      { postId: postIds[1], ok: false, reason: 'NO_PLAN' },
      { postId: postIds[2], ok: false, reason: 'UNKNOWN_POST' },
    ])
    await here.mia.posts.bulkReschedule(wish)
    const { post } = await here.mia.posts.get({ postId: before.post.id })
    expect(post.plan?.at.localDateTime, 'nine stays nine, and once is once').toBe('2030-03-31T09:00')
    expect(await refusal(here.mia.posts.bulkReschedule({ postIds }))).toBe('INVALID_INPUT')
  })

  test('a table is imported line by line, and never twice', async () => {
    const tag = `csv-${fresh().slice(-8)}`
    const csv = [
      'text,date,time,accounts,tags,media',
      `"Hello, world",2030-07-01,09:00,@parley|Parley Inc,${tag},`,
      `A draft,,,,${tag},`,
      `Nowhere,2030-07-01,09:00,@nobody,${tag},`,
      `Never,2030-13-01,09:00,x:parley,${tag},`,
      `Past,2020-01-01,09:00,x:parley,${tag},`,
      `No account,2030-07-01,09:00,,${tag},`,
      `No file,2030-07-01,09:00,x:parley,${tag},lost.png`,
    ].join('\n')
    const input = { csv, timeZone: 'Europe/Berlin' }
    const list = async () => (await here.mia.posts.list({ tags: [tag] })).items
    const dry = await here.mia.posts.importCsv({ ...input, dryRun: true })
    expect(await list()).toEqual([])
    const first = await here.mia.posts.importCsv(input)
    const again = await here.mia.posts.importCsv(input)
    expect(again).toEqual(first)
    expect(first.rows.map(({ line, ok }) => [line, ok])).toEqual([
      [2, true],
      [3, true],
      [4, false],
      [5, false],
      [6, false],
      [7, false],
      [8, false],
    ])
    expect(dry.rows.map(({ ok }) => ok)).toEqual(first.rows.map(({ ok }) => ok))
    expect(first.rows.slice(2).map(({ problems }) => problems)).toEqual([
      ['There is no account “@nobody”.'],
      ['“2030-13-01 09:00” is no date and time.'],
      ['That time has passed.'],
      ['A post with a time needs an account.'],
      ['There is no file “lost.png”.'],
    ])
    expect((await list()).map(({ text, status }) => [text, status]).sort()).toEqual([
      ['A draft', 'draft'],
      ['Hello, world', 'scheduled'],
    ])
    expect(await refusal(here.mia.posts.importCsv({ ...input, csv: 'date\n2030-01-01' }))).toBe('CSV_INVALID')
  })
})

test('one switch stops everything of an organisation', async () => {
  expect(await here.mia.posts.holding()).toEqual({ isHeld: false })
  expect(await refusal(here.mia.posts.hold({ isHeld: true }))).toBe('NO_PERMISSION')
  expect(await here.adam.posts.hold({ isHeld: true })).toEqual({ isHeld: true })
  expect(await here.mia.posts.holding()).toEqual({ isHeld: true })
  await here.adam.posts.hold({ isHeld: false })
})

describe('followed live', () => {
  const envelope = (datum: unknown) => datum as readonly [id: string, events: (PostEvent | PostReset)[]]

  test('a post begins with itself, and goes on with its events', async () => {
    const { post } = await schedule()
    const feed = await here.olga.posts.events({ postId: post.id, lastEventId: 'other-epoch:7' })
    const seen: (PostEvent | PostReset)[] = []
    for await (const datum of feed) {
      const [, events] = envelope(datum)
      seen.push(...events)
      if (seen.length === 1) await here.mia.posts.comment({ postId: post.id, text: 'look' })
      else break
    }
    expect(seen[0]).toMatchObject({ kind: 'reset', seq: 2, post: { text: 'hello world', head: 2 } })
    expect(seen[1]).toMatchObject({ kind: 'post.commented', seq: 3, payload: { text: 'look', guest: null } })
  })

  test('not by strangers', async () => {
    const { post } = await schedule()
    const listening = async () => {
      for await (const _ of await stranger.call.posts.events({ postId: post.id })) return
    }
    await expect(listening()).rejects.toMatchObject({ reason: 'UNKNOWN_POST' })
  })
})

test('a post is no conversation, whoever asks first, and a conversation is no post', async () => {
  const { post } = await schedule()
  const say = () => here.mia.messages.send({ conversationId: post.id, commandId: fresh(), text: 'hello' })
  for (let times = 0; times < 4; times++) expect(await refusal(say())).toBe('UNKNOWN_CONVERSATION')
  expect((await here.mia.posts.comment({ postId: post.id, text: 'still well' })).post.head).toBe(3)
  expect(await refusal(here.mia.posts.cancel({ postId: newsroom }))).toBe('UNKNOWN_POST')
  expect(await refusal(here.mia.posts.get({ postId: newsroom }))).toBe('UNKNOWN_POST')
})
