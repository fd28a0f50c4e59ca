/** `demoPosts`: what the demo's organisation has written: this month's posts in all the states that one meets. */
import { timeOf } from '../../../../engine/post/due.ts'
import { localTimeOf } from '../../../../engine/post/wall-clock.ts'
import type { Approval, Outcome, TargetDraft } from '../../../../engine/protocol/post-shapes.ts'
import { ACCOUNTS } from './accounts.ts'
import { ask, type DemoPost, newDemoPost } from './demo-post.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const EVIDENCE = {
  request: null,
  response: '{"data":{"id":"18"}}',
  status: 201,
  proof: 'the network gave an id',
}
const NOTHING = { request: null, response: null, status: null, proof: 'no answer came' }
const PLAIN = { text: null, media: null, options: {}, parts: [], staggerMs: 0, after: null }

export function to(accountId: string, more: Partial<TargetDraft> = {}): TargetDraft {
  const network = ACCOUNTS.find(({ id }) => id === accountId)?.network ?? 'x'
  return { ...PLAIN, to: { kind: 'account', accountId, network }, ...more }
}
export const toRoom: TargetDraft = { ...PLAIN, to: { kind: 'conversation', conversationId: 'launch' } }

interface Wish {
  readonly text: string
  readonly targets: readonly TargetDraft[]
  /** From now, so that some are over and some to come. */
  readonly days: number
  readonly hour: number
  readonly media?: readonly string[]
  readonly tags?: readonly string[]
  readonly approval?: Approval
  readonly timeZone?: string
  readonly end?: Ending
}
type Ending =
  | 'draft'
  | 'scheduled'
  | 'inReview'
  | 'published'
  | 'needsHuman'
  | 'rejected'
  | 'partly'
  | 'cancelled'

const WISHES: readonly Wish[] = [
  {
    text: 'The Ethiopian is back. Floral, a little lemon, gone by Friday.',
    targets: [to('a-x'), to('a-instagram')],
    media: ['m-1'],
    days: -6,
    hour: 9,
    end: 'published',
    tags: ['beans'],
  },
  {
    text: 'How we roast: twelve minutes that decide everything. A thread.',
    targets: [
      to('a-x', {
        parts: [
          { text: 'First the drum, at 180 degrees.', media: [], delayMs: 0 },
          { text: 'Then you listen.', media: [], delayMs: 0 },
        ],
      }),
    ],
    days: -4,
    hour: 16,
    end: 'published',
  },
  {
    text: 'We are hiring a second barista for the corner of Lindenweg. Mornings, and a free flat white.',
    targets: [to('a-linkedin'), to('a-facebook')],
    days: -3,
    hour: 10,
    end: 'partly',
    tags: ['hiring'],
  },
  {
    text: 'Sold out, all of it. Thank you, and see you next week.',
    targets: [to('a-x'), toRoom],
    days: -1,
    hour: 18,
    end: 'needsHuman',
  },
  {
    text: 'Cupping on Saturday at four. Eight seats, no talk, just spoons.\n\nWrite to us if you want one of them: hello@northwind.example',
    targets: [to('a-instagram'), to('a-facebook'), to('a-linkedin')],
    media: ['m-1', 'm-2', 'm-3'],
    days: 1,
    hour: 9,
    tags: ['cupping'],
  },
  {
    text: 'Opening hours over the holidays',
    targets: [to('a-x'), to('a-facebook'), to('a-instagram')],
    media: ['m-2'],
    days: 1,
    hour: 12,
  },
  {
    text: 'New in the shop: a grinder that does not wake the neighbours.',
    targets: [to('a-linkedin')],
    media: ['m-3'],
    days: 2,
    hour: 8,
    approval: 'internal',
    end: 'inReview',
  },
  {
    text: 'Good morning, New York. We ship to you now.',
    targets: [to('a-x'), to('a-linkedin')],
    days: 2,
    hour: 9,
    timeZone: 'America/New_York',
    tags: ['shipping'],
  },
  {
    text: 'Behind the bar: Zoë and the art of a quiet Tuesday.',
    targets: [to('a-instagram'), toRoom],
    media: ['m-1'],
    days: 3,
    hour: 17,
  },
  {
    text: 'Launch day. The subscription is here.',
    targets: [to('a-x'), to('a-linkedin'), to('a-facebook'), to('a-instagram'), toRoom],
    media: ['m-2'],
    days: 4,
    hour: 10,
    tags: ['launch'],
  },
  { text: 'Launch day, for the channel', targets: [toRoom], days: 4, hour: 10, tags: ['launch'] },
  { text: 'What is in the box?', targets: [to('a-x')], days: 4, hour: 11, tags: ['launch'] },
  {
    text: 'Questions about the subscription, answered',
    targets: [to('a-linkedin')],
    days: 4,
    hour: 14,
    tags: ['launch'],
  },
  { text: 'One more thing', targets: [to('a-x')], days: 4, hour: 16, tags: ['launch'] },
  {
    text: 'The first hundred boxes are on their way',
    targets: [to('a-facebook')],
    days: 4,
    hour: 19,
    tags: ['launch'],
  },
  {
    text: 'A week of subscription, in numbers',
    targets: [to('a-linkedin')],
    days: 11,
    hour: 9,
    approval: 'internalThenClient',
    end: 'inReview',
    media: ['m-2'],
  },
  { text: 'The old blend retires', targets: [to('a-x')], days: 8, hour: 15, end: 'cancelled' },
  { text: 'Winter card', targets: [to('a-instagram')], days: 0, hour: 0, end: 'draft', media: ['m-3'] },
]

/** Without an answer of anybody: the posts above, moved by the engine to where they stand. */
export function demoPosts(nowMs: number): DemoPost[] {
  return WISHES.map((wish) => written(wish, nowMs))
}

function written(wish: Wish, nowMs: number): DemoPost {
  const {
    text,
    targets,
    media = [],
    tags = [],
    approval = 'none',
    timeZone = 'Europe/Berlin',
    end = 'scheduled',
  } = wish
  const post = newDemoPost()
  const day = localTimeOf(new Date(nowMs + wish.days * DAY_MS).toISOString(), timeZone).slice(0, 10)
  const localDateTime = `${day}T${String(wish.hour).padStart(2, '0')}:00`
  const beganMs = nowMs - 9 * DAY_MS
  ask(
    post,
    {
      type: 'post.create',
      text,
      media: [...media],
      tags: [...tags],
      approval,
      together: false,
      targets: [...targets],
    },
    beganMs,
  )
  if (end === 'draft') return post
  const plan = {
    at: { localDateTime, timeZone, gap: 'after', overlap: 'first' },
    lateness: { maxMs: HOUR_MS, onLate: 'ask' },
  } as const
  ask(post, { type: 'post.plan', plan }, beganMs + HOUR_MS)
  if (approval !== 'none') ask(post, { type: 'post.submit' }, beganMs + HOUR_MS)
  if (approval === 'internalThenClient')
    ask(post, { type: 'post.approve', as: 'internal' }, beganMs + 2 * HOUR_MS)
  if (end === 'cancelled') ask(post, { type: 'post.cancel', targetId: null }, beganMs + 2 * HOUR_MS)
  if (wish.days < 0) play(post, end)
  return post
}

/** What the publisher and the networks made of it. */
function play(post: DemoPost, end: Ending): void {
  const { room } = post
  for (const target of [...room.state.targets.values()]) {
    target.steps.forEach((_, step) => {
      const now = room.state.targets.get(target.id) ?? target
      if (now.steps[step]?.life === 'waiting') return
      const time = Date.parse(timeOf(room.state, now, step) ?? '')
      const of = { targetId: target.id, step }
      const tell = (outcome: Outcome, afterMs: number) => {
        const attempt = room.step(target.id, step).attempt
        ask(
          post,
          {
            type: 'post.settle',
            ...of,
            attempt,
            worker: 'w',
            outcome,
            evidence: outcome.is === 'ok' ? EVIDENCE : NOTHING,
          },
          time + afterMs,
        )
      }
      const fire = (purpose: 'prepare' | 'publish' | 'reconcile', afterMs: number) =>
        ask(post, { type: 'post.fire', ...of, purpose, worker: 'w', leaseMs: 60_000 }, time + afterMs)
      if (room.state.media.length > 0 && target.to.kind === 'account' && step === 0) {
        fire('prepare', -600_000)
        tell({ is: 'ready', keys: {} }, -590_000)
      }
      fire('publish', 500)
      const isLast = target.id === [...room.state.targets.keys()].at(-1)
      const isFirst = target.id === 't1'
      if (end === 'needsHuman' && isFirst) {
        tell(
          {
            is: 'ambiguous',
            why: 'the connection broke after everything was sent',
            retryAt: new Date(time + 9_000).toISOString(),
          },
          8_000,
        )
        fire('reconcile', 9_500)
        tell({ is: 'undecided', why: 'X shows no list of this account’s posts' }, 10_000)
      } else if (end === 'partly' && isLast) {
        tell({ is: 'authDead', code: '190' }, 900)
      } else {
        tell(
          { is: 'ok', id: '18', url: target.to.kind === 'account' ? 'https://example.org/18' : null },
          1_200,
        )
      }
    })
  }
}
