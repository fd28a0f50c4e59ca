/** A week is played in memory, over real sockets: what goes well, what waits for whom, and what faults make of it. */
import { expect, test } from 'vitest'
import { toRoom } from '../../engine/post/testing.ts'
import { play } from './play.ts'
import { type Prediction, predict } from './predict.ts'
import { accountOf, planned, to, weekOf } from './testing.ts'
import { CLIMATES, type ClimateName } from './weather.ts'
import type { Week } from './week.ts'

async function predicted(week: Week, name: ClimateName = 'calm', seed = 1) {
  const played = await play(week, {
    climate: CLIMATES[name],
    seed,
    spendCapMils: null,
    networkTimeoutMs: 30_000,
  })
  const from = new Date(week.nowMs).toISOString()
  const predictions = played.posts.flatMap((post) => predict(post, { held: week.held, from }))
  return { ...played, predictions }
}

const fatesOf = (predictions: readonly Prediction[]) => predictions.map(({ fate }) => fate)

const JPEG = {
  id: 'picture',
  organisationId: 'home',
  type: 'image/jpeg',
  bytes: 2_000_000,
  width: 1080,
  height: 1080,
  durationMs: null,
  altText: 'a cat',
}
const FILM = { ...JPEG, id: 'film', type: 'video/mp4', bytes: 30_000_000, durationMs: 20_000, altText: null }

test('on a calm week everything goes out in time, everywhere', async () => {
  const networks = ['x', 'linkedin', 'instagram', 'facebook'] as const
  const week = weekOf({
    posts: [
      planned({
        media: ['picture'],
        targets: networks.map((network) => to(network)),
        localDateTime: '2026-11-23T09:00',
      }),
      planned({
        media: ['film'],
        targets: [to('youtube', { options: { title: 'A film', madeForKids: false } })],
        localDateTime: '2026-11-24T09:00',
      }),
      planned({
        targets: [to('x', { parts: [{ text: 'and more', media: [], delayMs: 60_000 }] })],
        localDateTime: '2026-11-27T18:30',
      }),
      planned({
        targets: [toRoom()],
        localDateTime: '2026-11-25T12:00',
      }),
    ],
    accounts: [...networks, 'youtube' as const].map((network) => accountOf(network)),
    media: [JPEG, FILM],
    conversations: [
      {
        id: 'room',
        organisationId: 'home',
        title: 'Team',
        isArchived: false,
        members: [{ userId: 'ann', role: 'owner' }],
      },
    ],
  })
  const { predictions, costMils, deaths, warnings } = await predicted(week)
  expect(predictions.flatMap(({ asks }) => asks)).toEqual([])
  expect(fatesOf(predictions)).toEqual(Array(8).fill('published'))
  expect(Math.max(...predictions.map(({ lateMs }) => lateMs))).toBeLessThan(60_000)
  expect(costMils, 'three posts, and looks at who bears the token').toBeGreaterThanOrEqual(3 * 15)
  expect([deaths, warnings]).toEqual([0, []])
})

test('somebody is asked, and when, although networks do nothing wrong', async () => {
  const at = '2026-11-25T09:00'
  const week = weekOf({
    posts: [
      planned({ text: 'to whom nobody is', targets: [to('facebook')], localDateTime: at }),
      planned({ text: 'with a token that ends before', targets: [to('linkedin')], localDateTime: at }),
      planned({ text: 'to where nobody may speak', targets: [toRoom()], localDateTime: at }),
      planned({
        text: 'to where all is well',
        targets: [to('x')],
        localDateTime: '2026-11-25T09:00',
        timeZone: 'Europe/Berlin',
      }),
    ],
    accounts: [
      accountOf('facebook', { health: 'dead', trouble: 'revoked' }),
      accountOf('linkedin', { expiresAt: '2026-11-24T00:00:00.000Z' }),
      accountOf('x'),
    ],
    conversations: [
      {
        id: 'room',
        organisationId: 'home',
        title: 'Team',
        isArchived: false,
        members: [{ userId: 'bob', role: 'owner' }],
      },
    ],
  })
  const { predictions } = await predicted(week)
  const asks = predictions.map(({ fate, asks }) => [fate, asks[0]?.what, asks[0]?.at.slice(0, 16)])
  expect(asks).toEqual([
    ['needsPerson', 'the account must be connected again (revoked)', '2026-11-25T09:00'],
    ['needsPerson', expect.stringContaining('connected again'), '2026-11-25T09:00'],
    ['needsPerson', expect.stringContaining('to change it'), '2026-11-25T09:00'],
    ['published', undefined, undefined],
  ])
})

test('an organisation on hold publishes nothing, and somebody must let it go on', async () => {
  const week = weekOf({
    posts: [planned({ targets: [to('x')], localDateTime: '2026-11-23T09:00' })],
    accounts: [accountOf('x')],
    held: ['home'],
  })
  const { predictions } = await predicted(week)
  expect(predictions).toMatchObject([
    { fate: 'needsPerson', asks: [{ what: 'to let it go on: it is on hold' }] },
  ])
})

test('what came too late takes the next free slots, where its plan says so', async () => {
  const lateness = { maxMs: 0, onLate: 'nextSlot' } as const
  const overdue = ['10:30', '10:40'].map((time) =>
    planned({ targets: [to('x')], localDateTime: `2026-11-21T${time}`, lateness }),
  )
  const slot = { accountId: 'x-account', localTime: '09:00', timeZone: 'UTC' }
  const week = weekOf({
    nowMs: Date.parse('2026-11-21T13:00:00.000Z'),
    posts: overdue,
    accounts: [accountOf('x')],
    slots: [
      { ...slot, weekday: 1 },
      { ...slot, weekday: 7 },
    ],
  })
  const { predictions } = await predicted(week)
  expect(predictions.map(({ publishedAt }) => publishedAt?.slice(0, 16)).sort()).toEqual([
    '2026-11-22T09:00',
    '2026-11-23T09:00',
  ])
})

test('the same words again are refused as a duplicate, and somebody is asked', async () => {
  const say = (localDateTime: string) => planned({ text: 'hello', targets: [to('x')], localDateTime })
  const week = weekOf({
    posts: [say('2026-11-23T09:00'), say('2026-11-23T18:00')],
    accounts: [accountOf('x')],
  })
  const { predictions } = await predicted(week)
  expect(fatesOf(predictions)).toEqual(['published', 'needsPerson'])
  expect(predictions[1]?.asks[0]?.what).toContain('said this already')
})

test('what the budget says is left is all that goes out before its window ends', async () => {
  const week = weekOf({
    posts: [0, 1, 2].map((minute) =>
      planned({ targets: [to('x')], localDateTime: `2026-11-22T09:0${minute}` }),
    ),
    accounts: [accountOf('x')],
    budgets: [
      {
        key: 'calls x x-account',
        used: 0,
        limitAtMost: 2,
        blockedUntil: null,
        endsAt: '2026-11-22T09:30:00.000Z',
      },
    ],
  })
  const { predictions } = await predicted(week)
  expect(fatesOf(predictions)).toEqual(['published', 'published', 'published'])
  expect(predictions.filter(({ throttled }) => throttled.length > 0).length).toBeGreaterThan(0)
  expect(predictions.at(-1)?.publishedAt).toMatch(/^2026-11-22T09:30/)
})

test('a bad week loses nothing and doubles nothing, and the same seed is the same week again', {
  timeout: 60_000,
}, async () => {
  const posts = Array.from({ length: 24 }, (_, index) => {
    const day = 22 + Math.floor(index / 4)
    const networks = (['x', 'facebook', 'linkedin'] as const).filter((_, place) => (index + place) % 3 !== 0)
    return planned({
      targets: networks.map((network) => to(network)),
      localDateTime: `2026-11-${day}T${10 + (index % 4)}:00`,
    })
  })
  const week = weekOf({
    posts,
    accounts: (['x', 'facebook', 'linkedin'] as const).map((network) => accountOf(network)),
  })
  const [first, again, other] = [
    await predicted(week, 'bad', 3),
    await predicted(week, 'bad', 3),
    await predicted(week, 'bad', 4),
  ]
  const told = ({ predictions }: typeof first) =>
    predictions.map(({ fate, lateMs, asks }) => [fate, lateMs, asks])
  expect(told(again)).toEqual(told(first))
  expect(told(other)).not.toEqual(told(first))
  const ends = new Set([...fatesOf(first.predictions), ...fatesOf(other.predictions)])
  expect([...ends].filter((fate) => fate !== 'published' && fate !== 'needsPerson')).toEqual([])
  expect(first.deaths + other.deaths).toBeGreaterThan(0)
  for (const { shown, predictions } of [first, other]) {
    const keys = shown.map(({ network, text }) => `${network} ${text}`)
    expect(new Set(keys).size, 'public once at most').toBe(keys.length)
    const published = predictions.filter(({ fate }) => fate === 'published')
    expect(keys).toEqual(
      expect.arrayContaining(
        published.map(({ to, text }) => `${to.kind === 'account' && to.network} ${text}`),
      ),
    )
  }
})
