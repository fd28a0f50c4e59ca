/** Whatever people and workers ask, in whatever order: nothing is published twice, and nothing is forgotten. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import { PostEvent } from '../protocol/events/post-event.ts'
import type { Outcome } from '../protocol/post-shapes.ts'
import { workOf } from './due.ts'
import { foldAll } from './fold.ts'
import { postKind } from './kind.ts'
import { dumpPost, loadPost, NO_POST } from './state.ts'
import { BEGIN, create, EVIDENCE, plan, post, toRoom, toX } from './testing.ts'

const HOUR_MS = 3_600_000
const LATER = '2026-11-21T13:00:00.000Z'
const PART = { text: 'more', media: [], delayMs: 60_000 }
const targets = [
  toX({ parts: [PART] }),
  toRoom({ after: { targetId: 't1', delayMs: 0 } }),
  toX({ media: ['picture'], staggerMs: 60_000 }),
]

const targetId = fc.constantFrom('t1', 't2', 't3', 't4')
const place = fc.record({ targetId, step: fc.constantFrom(0, 0, 0, 1) })
const outcome: fc.Arbitrary<Outcome> = fc.constantFrom<Outcome[]>(
  { is: 'ok', id: '1', url: null },
  { is: 'ready', keys: {} },
  { is: 'stored', keys: { container: '1' }, retryAt: LATER },
  { is: 'failed', why: 'refused', retryAt: LATER },
  { is: 'unprepared', why: 'too old', retryAt: LATER },
  { is: 'rejected', code: '400', message: 'no' },
  { is: 'throttled', retryAt: LATER, scope: 'app' },
  { is: 'authDead', code: '190' },
  { is: 'ambiguous', why: '502', retryAt: LATER },
  { is: 'absent', retryAt: LATER },
  { is: 'undecided', why: 'nobody knows' },
)
const as = fc.constantFrom('internal', 'client')
const by = fc.constantFrom('organisation', 'plan', 'credential')
const purpose = fc.constantFrom('rehearse', 'prepare', 'publish', 'publish', 'reconcile')

type Try = { readonly command: PostCommand } | { readonly passes: number } | { readonly due: true }
const edit: PostCommand = {
  type: 'post.edit',
  text: 'new',
  media: null,
  tags: null,
  add: [],
  remove: [],
  change: [],
}
const tried: fc.Arbitrary<Try> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ due: true } as const) },
  { weight: 2, arbitrary: fc.constantFrom(60_000, HOUR_MS, 5 * HOUR_MS).map((passes) => ({ passes })) },
  {
    weight: 6,
    arbitrary: fc.tuple(place, outcome, fc.integer({ min: 1, max: 4 })).map(([where, outcome, attempt]) => {
      const told = { attempt, worker: 'w', outcome, evidence: EVIDENCE }
      return { command: { type: 'post.settle', ...where, ...told } as const }
    }),
  },
  {
    weight: 6,
    arbitrary: fc
      .oneof(
        fc.constantFrom<PostCommand>(
          plan('2026-11-21T14:00'),
          { type: 'post.unplan' },
          { type: 'post.submit' },
          edit,
          { type: 'post.cancel', targetId: 't2' },
        ),
        as.map((as): PostCommand => ({ type: 'post.approve', as })),
        as.map((as): PostCommand => ({ type: 'post.requestChanges', as, note: 'typo' })),
        by.map((by): PostCommand => ({ type: 'post.hold', by, targetId: null })),
        by.map((by): PostCommand => ({ type: 'post.release', by, targetId: null })),
        place.map((where): PostCommand => ({ type: 'post.retry', ...where })),
        fc
          .tuple(place, fc.constantFrom('there' as const, 'absent' as const))
          .map(([where, as]): PostCommand => {
            return { type: 'post.resolve', ...where, as, url: null }
          }),
        fc.tuple(place, purpose).map(([where, purpose]): PostCommand => {
          return { type: 'post.fire', ...where, purpose, worker: 'w', leaseMs: 60_000 }
        }),
      )
      .map((command) => ({ command })),
  },
)

/** Outcomes after which a network certainly shows nothing of the attempt. */
const NOTHING_CAME = new Set<Outcome['is']>([
  'failed',
  'unprepared',
  'rejected',
  'throttled',
  'authDead',
  'configDead',
])

test('a thousand random lives', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('none', 'internal', 'internalThenClient'),
      fc.boolean(),
      fc.array(tried, { minLength: 20, maxLength: 120 }),
      (approval, together, tries) => {
        const it = post()
        let now = Date.parse(BEGIN)
        it.accepts(create({ approval, together, targets }))
        it.accepts(plan())
        /** By step: the number of an attempt that may have become public. */
        const mayBeOut = new Map<string, number>()
        for (const one of tries) {
          if ('passes' in one) {
            now += one.passes
            it.at(new Date(now).toISOString())
            continue
          }
          const command = 'command' in one ? one.command : dueCommand(it, now)
          if (command === null) continue
          const before = it.state
          const answer = it.ask(command)
          if (typeof answer === 'string') {
            expect(it.state).toBe(before)
            continue
          }
          checkPublishing(answer, mayBeOut)
          expect(PostEvent.safeParse(answer).error).toBeUndefined()
          checkNothingForgotten(it)
        }
        const replayed = foldAll(NO_POST, it.events)
        expect(isDeepStrictEqual(replayed, it.state)).toBe(true)
        const dump = JSON.parse(JSON.stringify(dumpPost(it.state)))
        expect(isDeepStrictEqual(postKind.load(dump, 1), loadPost(dump))).toBe(true)
        expect(isDeepStrictEqual(loadPost(dump), it.state)).toBe(true)
      },
    ),
    { numRuns: 1_000 },
  )
})

type Post = ReturnType<typeof post>

/** What a worker would do who finds the first row that is due. */
function dueCommand(it: Post, now: number): PostCommand | null {
  const due = Object.entries(it.dues).find(([, at]) => Date.parse(at) <= now)
  const work = due && workOf(due[0])
  if (!work) return null
  const { targetId, step } = work
  if (work.work === 'lease')
    return { type: 'post.expire', targetId, step, attempt: it.step(targetId, step).attempt }
  return { type: 'post.fire', targetId, step, purpose: work.work, worker: 'w', leaseMs: 60_000 }
}

function checkPublishing({ kind, payload }: PostEvent, mayBeOut: Map<string, number>): void {
  if (!('targetId' in payload) || !('step' in payload)) return
  const key = `${payload.targetId} ${payload.step}`
  if (kind === 'post.fired' && payload.purpose === 'publish') {
    expect(mayBeOut.has(key), `${key} is published while an earlier attempt may be out`).toBe(false)
    mayBeOut.set(key, payload.attempt)
  }
  if (kind === 'post.resolved' && payload.as === 'absent') mayBeOut.delete(key)
  if (kind !== 'post.settled') return
  const { attempt, outcome } = payload
  // said of a look-up, a refusal says nothing of the attempt that is looked for
  const isOfIt = mayBeOut.get(key) === attempt
  if (outcome.is === 'absent' || (isOfIt && NOTHING_CAME.has(outcome.is))) mayBeOut.delete(key)
}

/** Whatever is not over and asks nobody wakes by itself, unless it has no time or is on hold. */
function checkNothingForgotten(it: Post): void {
  const dues = Object.keys(it.dues)
  for (const { id, steps, held, content } of it.state.targets.values()) {
    steps.forEach((step, index) => {
      const isDue = dues.some((name) => name.endsWith(`:${id}:${index}`))
      const isWantedOnly = ['draft', 'inReview', 'changesRequested', 'approved'].includes(step.life)
      if (isWantedOnly) expect(isDue, `${id} ${index} is woken before everybody said yes`).toBe(false)
      if (step.lease !== null || step.life === 'reconciling') expect(isDue, `${id} ${step.life}`).toBe(true)
      const isAsleep = held.length > 0 || (content.after !== null && index === 0)
      if (isAsleep) return
      if (['armed', 'throttled', 'scheduled', 'preparing.processing'].includes(step.life)) {
        expect(isDue, `${id} ${index} ${step.life}`).toBe(true)
      }
    })
  }
}
