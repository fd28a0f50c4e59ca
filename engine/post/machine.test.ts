/** A post's life, told as what people and workers try. */
import { describe, expect, test } from 'vitest'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { Outcome } from '../protocol/post-shapes.ts'
import { create, plan, post, toRoom, toX } from './testing.ts'

const OUT: Outcome = { is: 'ok', id: '42', url: 'https://x.example/42' }
const NOON = '2026-11-21T12:00:00.000Z'
const PART = { text: 'and more', media: [], delayMs: 60_000 }

/** A post that nobody must approve, with a time. */
function planned(...[more]: Parameters<typeof create>) {
  const it = post()
  it.accepts(create(more))
  it.accepts(plan())
  return it
}

describe('a post to one account', () => {
  test('sleeps until its time, is fired once, and is out', () => {
    const it = planned()
    expect(it.status).toBe('scheduled')
    expect(it.dues['publish:t1:0']).toBe(NOON)
    expect(it.fire('publish')).toBe('NOT_DUE')
    it.at(NOON)
    expect(it.fire('publish')).toMatchObject({ kind: 'post.fired', payload: { attempt: 1 } })
    expect(it.status).toBe('publishing')
    expect(it.fire('publish')).toBe('POST_STANDS_OTHERWISE')
    expect(it.settle(OUT)).toMatchObject({ kind: 'post.settled' })
    expect(it.status).toBe('published')
    expect(it.step().result).toEqual({ id: '42', url: 'https://x.example/42', at: NOON })
    expect(it.dues).toEqual({})
  })

  test('with a picture is prepared before, and not published without it', () => {
    const it = planned({ media: ['picture'] })
    expect(it.dues['prepare:t1:0']).toBe('2026-11-21T11:30:00.000Z')
    it.at(NOON)
    expect(it.fire('publish')).toBe('POST_STANDS_OTHERWISE')
    it.fire('prepare')
    it.settle({ is: 'stored', keys: { container: '7' }, retryAt: '2026-11-21T12:00:30.000Z' })
    expect(it.life()).toBe('preparing.processing')
    expect(it.dues).toEqual({ 'prepare:t1:0': '2026-11-21T12:00:30.000Z' })
    it.at('2026-11-21T12:00:30.000Z')
    it.fire('prepare')
    it.settle({ is: 'ready', keys: { media: '8' } })
    expect(it.step().keys).toEqual({ container: '7', media: '8' })
    expect(it.fire('publish')).toMatchObject({ kind: 'post.fired', payload: { attempt: 3 } })
  })

  test('whose picture the network has forgotten is prepared anew by itself, and is not late for it', () => {
    const it = planned({ media: ['picture'] })
    it.at('2026-11-21T11:30:00.000Z')
    it.fire('prepare')
    it.settle({ is: 'ready', keys: { container: '7' } })
    it.at(NOON)
    it.fire('publish')
    it.settle({ is: 'unprepared', why: 'the container is too old', retryAt: NOON })
    expect(it.life()).toBe('scheduled')
    expect(it.step()).toMatchObject({
      armedAt: null,
      keys: { container: '7' },
      trouble: 'the container is too old',
    })
    expect(it.dues).toMatchObject({ 'prepare:t1:0': NOON })
    it.fire('prepare')
    it.settle({ is: 'ready', keys: { container: '8' } })
    it.at('2026-11-21T12:59:00.000Z')
    expect(it.fire('publish')).toMatchObject({ kind: 'post.fired' })
    expect(it.settle(OUT)).toMatchObject({ kind: 'post.settled' })
  })

  test('that is edited remembers what the network has of its former self', () => {
    const it = planned({ media: ['picture'] })
    it.at('2026-11-21T11:30:00.000Z')
    it.fire('prepare')
    it.settle({ is: 'ready', keys: { videoId: 'first' } })
    const says = (text: string): PostCommand => {
      return { type: 'post.edit', text, media: null, tags: null, add: [], remove: [], change: [] }
    }
    it.accepts(says('better'))
    expect(it.step()).toMatchObject({ keys: {}, leftovers: [{ videoId: 'first' }] })
    it.accepts(says('better still'))
    expect(it.step().leftovers).toEqual([{ videoId: 'first' }])
  })

  test('that is tried again by hand is late from then on, also when a picture must be brought there first', () => {
    const it = planned({ media: ['picture'] })
    it.at('2026-11-21T11:30:00.000Z')
    it.fire('prepare')
    it.settle({ is: 'rejected', code: 'media', message: 'no such picture' })
    it.at('2026-11-22T12:00:00.000Z')
    it.accepts({ type: 'post.retry', targetId: 't1', step: 0 })
    it.fire('prepare')
    it.settle({ is: 'ready', keys: {} })
    expect(it.fire('publish')).toMatchObject({ kind: 'post.fired' })
  })

  test('is looked at a day, an hour and five minutes before; of those that have passed only once', () => {
    const it = planned()
    expect((it.dues['rehearse:t1:0'] as string) <= '2026-11-21T10:00:00.000Z').toBe(true)
    it.fire('rehearse')
    it.settle({ is: 'ready', keys: {} })
    expect(it.dues['rehearse:t1:0']).toBe('2026-11-21T11:00:00.000Z')
  })

  test('that cannot be planned says why', () => {
    const it = post()
    it.accepts(create({ targets: [] }))
    expect(it.ask(plan())).toBe('NO_TARGETS')
    it.accepts({
      type: 'post.edit',
      text: null,
      media: null,
      tags: null,
      add: [toX()],
      remove: [],
      change: [],
    })
    expect(it.ask(plan('2026-11-21T09:00'))).toBe('TIME_PAST')
    expect(it.ask(plan('tomorrow'))).toBe('TIME_INVALID')
    const skipped = plan('2027-03-28T02:30').plan
    const at = { ...skipped.at, timeZone: 'Europe/Berlin', gap: 'skip' as const }
    expect(it.ask({ type: 'post.plan', plan: { ...skipped, at } })).toBe('TIME_SKIPPED')
    expect(it.ask(plan())).toMatchObject({ kind: 'post.planned' })
  })

  test('of another organisation does not exist', () => {
    const it = planned()
    expect(it.ask({ type: 'post.unplan' }, 'elsewhere')).toBe('UNKNOWN_POST')
  })
})

describe('an attempt without an answer', () => {
  const fired = () => {
    const it = planned()
    it.at(NOON)
    it.fire('publish')
    return it
  }

  test('is looked for, and published again only when it is not there', () => {
    const it = fired()
    it.settle({ is: 'ambiguous', why: 'the connection was lost', retryAt: '2026-11-21T12:00:10.000Z' })
    expect(it.life()).toBe('reconciling')
    expect(it.fire('publish')).toBe('POST_STANDS_OTHERWISE')
    expect(it.ask({ type: 'post.cancel', targetId: null })).toBe('POST_STANDS_OTHERWISE')
    it.at('2026-11-21T12:00:10.000Z')
    it.fire('reconcile')
    it.settle({ is: 'absent', retryAt: '2026-11-21T12:00:11.000Z' })
    expect(it.dues).toMatchObject({ 'publish:t1:0': '2026-11-21T12:00:11.000Z' })
  })

  test('whose worker fell silent is looked for as well', () => {
    const it = fired()
    expect(it.dues).toEqual({ 'lease:t1:0': '2026-11-21T12:01:00.000Z' })
    const expire = { type: 'post.expire', targetId: 't1', step: 0, attempt: 1 } as const
    expect(it.ask(expire)).toBe('NOT_DUE')
    it.at('2026-11-21T12:01:00.000Z')
    it.accepts(expire)
    expect(it.life()).toBe('reconciling')
    expect(it.settle({ is: 'failed', why: 'late', retryAt: NOON }, 't1', 0, 1)).toBe('ATTEMPT_OVER')
    expect(it.settle(OUT, 't1', 0, 1), 'proof is welcome late').toMatchObject({ kind: 'post.settled' })
    expect(it.status).toBe('published')
  })

  test('that nobody can decide is asked of a person', () => {
    const it = fired()
    it.settle({ is: 'ambiguous', why: '502', retryAt: NOON })
    it.fire('reconcile')
    it.settle({ is: 'undecided', why: 'the network does not tell' })
    expect(it.status).toBe('attention')
    expect(it.ask({ type: 'post.retry', targetId: 't1', step: 0 })).toBe('POST_STANDS_OTHERWISE')
    it.accepts({ type: 'post.resolve', targetId: 't1', step: 0, as: 'there', url: 'https://x.example/1' })
    expect(it.status).toBe('published')
  })
})

describe('approval', () => {
  test('inside, then by the client; an edit begins anew', () => {
    const it = post()
    it.accepts(create({ approval: 'internalThenClient' }))
    it.accepts({ type: 'post.submit' })
    expect(it.ask({ type: 'post.approve', as: 'client' })).toBe('POST_STANDS_OTHERWISE')
    it.accepts({ type: 'post.approve', as: 'internal' })
    expect(it.ask({ type: 'post.approve', as: 'internal' })).toBe('POST_STANDS_OTHERWISE')
    expect(it.status).toBe('inReview')
    it.accepts({ type: 'post.approve', as: 'client' })
    it.accepts(plan())
    expect(it.status).toBe('scheduled')
    it.accepts({ type: 'post.edit', text: 'new', media: null, tags: null, add: [], remove: [], change: [] })
    expect(it.status).toBe('draft')
    expect(it.dues).toEqual({})
    expect(it.state.plan, 'the time is still wanted').toEqual(plan().plan)
  })

  test('a time that was wanted before is taken once everybody has said yes', () => {
    const it = post()
    it.accepts(create({ approval: 'internalThenClient', targets: [toX(), toRoom()] }))
    it.accepts(plan())
    it.accepts({ type: 'post.submit' })
    expect([it.status, it.dues]).toEqual(['inReview', {}])
    it.accepts({ type: 'post.requestChanges', as: 'internal', note: 'a typo' })
    it.accepts(plan('2026-11-21T13:00'))
    it.accepts({ type: 'post.submit' })
    it.accepts({ type: 'post.approve', as: 'internal' })
    expect(it.status).toBe('inReview')
    it.accepts({ type: 'post.approve', as: 'client', guest: 'Cleo' })
    expect(it.status).toBe('scheduled')
    expect(it.dues['publish:t1:0']).toBe('2026-11-21T13:00:00.000Z')
    expect(it.events.at(-1)?.payload).toMatchObject({ guest: 'Cleo' })
  })

  test('a time that is wanted can be given up', () => {
    const it = post()
    it.accepts(create({ approval: 'internal' }))
    expect(it.ask({ type: 'post.unplan' })).toBe('POST_STANDS_OTHERWISE')
    it.accepts(plan())
    it.accepts({ type: 'post.unplan' })
    it.accepts({ type: 'post.approve', as: 'internal' })
    expect([it.status, it.dues]).toEqual(['approved', {}])
  })

  test('changes can be asked for, also of what has a time', () => {
    const it = post()
    it.accepts(create({ approval: 'internal' }))
    it.accepts({ type: 'post.submit' })
    it.accepts({ type: 'post.approve', as: 'internal' })
    it.accepts(plan())
    it.accepts({ type: 'post.requestChanges', as: 'internal', note: 'a typo' })
    expect(it.status).toBe('changesRequested')
    expect(it.dues).toEqual({})
  })
})

describe('an edit of what nobody must approve', () => {
  const edit = (text: string, add = [] as ReturnType<typeof toX>[]) =>
    ({ type: 'post.edit', text, media: null, tags: null, add, remove: [], change: [] }) satisfies PostCommand

  test('leaves its time, for what is added too', () => {
    const it = planned()
    it.accepts(edit('without a typo', [toRoom()]))
    expect(it.status).toBe('scheduled')
    expect([it.dues['publish:t1:0'], it.dues['publish:t2:0']]).toEqual([NOON, NOON])
  })

  test('does not publish what was refused and whose time has passed', () => {
    const it = planned()
    it.at(NOON)
    it.fire('publish')
    it.settle({ is: 'rejected', code: '400', message: 'too long' })
    it.accepts(edit('short'))
    expect([it.status, it.dues]).toEqual(['draft', {}])
    it.accepts(plan('2026-11-21T12:30'))
    expect(it.status).toBe('scheduled')
  })
})

describe('several targets', () => {
  test('one is tried again without the others', () => {
    const it = planned({ targets: [toX(), toRoom()] })
    it.at(NOON)
    it.fire('publish', 't1')
    it.fire('publish', 't2')
    it.settle(OUT, 't2')
    it.settle({ is: 'rejected', code: '400', message: 'too long' }, 't1')
    expect(it.status).toBe('attention')
    it.accepts({ type: 'post.retry', targetId: 't1', step: 0 })
    expect([it.life('t1'), it.life('t2')]).toEqual(['scheduled', 'published'])
  })

  test('all or none: one that is refused stops those that have not begun', () => {
    const it = planned({ targets: [toX(), toX(), toRoom()], together: true })
    it.at(NOON)
    it.fire('publish', 't2')
    it.fire('publish', 't1')
    it.settle({ is: 'rejected', code: '403', message: 'no' }, 't1')
    expect([it.life('t1'), it.life('t2'), it.life('t3')]).toEqual(['rejected', 'publishing', 'cancelled'])
  })

  test('one goes after the other is out, later', () => {
    const it = planned({ targets: [toX(), toX({ after: { targetId: 't1', delayMs: 600_000 } })] })
    expect(it.dues['publish:t2:0']).toBeUndefined()
    it.at(NOON)
    it.fire('publish', 't1')
    it.settle(OUT, 't1')
    expect(it.dues['publish:t2:0']).toBe('2026-11-21T12:10:00.000Z')
  })

  test('one that was to follow another goes with it when that is cancelled', () => {
    const it = planned({ targets: [toX(), toX({ after: { targetId: 't1', delayMs: 0 } })] })
    it.accepts({ type: 'post.cancel', targetId: 't1' })
    expect([it.life('t2'), it.status]).toEqual(['cancelled', 'cancelled'])
  })

  test('one that another follows cannot be taken out', () => {
    const it = planned({ targets: [toX(), toX({ after: { targetId: 't1', delayMs: 0 } })] })
    const remove = { type: 'post.edit' as const, text: null, media: null, tags: null, add: [], change: [] }
    expect(it.ask({ ...remove, remove: ['t1'] })).toBe('UNKNOWN_TARGET')
    it.accepts({ ...remove, remove: ['t1', 't2'] })
  })

  test('none waits for itself', () => {
    const it = post()
    expect(it.ask(create({ targets: [toX({ after: { targetId: 't1', delayMs: 0 } })] }))).toBe(
      'UNKNOWN_TARGET',
    )
  })

  test('one is cancelled, the other goes on', () => {
    const it = planned({ targets: [toX(), toRoom()] })
    it.accepts({ type: 'post.cancel', targetId: 't1' })
    expect([it.life('t1'), it.life('t2'), it.status]).toEqual(['cancelled', 'scheduled', 'scheduled'])
  })
})

test('a thread goes out part by part', () => {
  const it = planned({ targets: [toX({ parts: [PART, PART] })] })
  it.at(NOON)
  it.fire('publish')
  it.settle(OUT)
  expect([it.life('t1', 1), it.life('t1', 2)]).toEqual(['scheduled', 'waiting'])
  expect(it.dues['publish:t1:1']).toBe('2026-11-21T12:01:00.000Z')
  it.at('2026-11-21T12:01:00.000Z')
  it.fire('publish', 't1', 1)
  it.settle(OUT, 't1', 1)
  expect(it.life('t1', 2)).toBe('scheduled')
})

describe('on hold', () => {
  test('nothing is fired, and it goes on afterwards', () => {
    const it = planned()
    it.accepts({ type: 'post.hold', by: 'organisation', targetId: null })
    expect([it.status, it.dues]).toEqual(['held', {}])
    it.at(NOON)
    expect(it.fire('publish')).toBe('POST_HELD')
    expect(it.ask({ type: 'post.hold', by: 'organisation', targetId: null })).toBe('NOTHING_TO_CHANGE')
    it.accepts({ type: 'post.release', by: 'organisation', targetId: null })
    expect(it.fire('publish')).toMatchObject({ kind: 'post.fired' })
  })

  test('what may be out already is looked for all the same', () => {
    const it = planned()
    it.at(NOON)
    it.fire('publish')
    it.accepts({ type: 'post.hold', by: 'organisation', targetId: null })
    it.settle({ is: 'ambiguous', why: '502', retryAt: NOON })
    expect(it.dues).toEqual({ 'reconcile:t1:0': NOON })
    expect(it.fire('reconcile')).toMatchObject({ kind: 'post.fired' })
  })
})

describe('too late', () => {
  const LATE = '2026-11-21T14:00:00.000Z'
  const late = (onLate: 'publish' | 'ask' | 'skip' | 'nextSlot') => {
    const it = post()
    it.accepts(create())
    it.accepts(plan('2026-11-21T12:00', { maxMs: 3_600_000, onLate }))
    it.at(LATE)
    it.fire('publish')
    return it
  }

  test('goes out, asks, is let go or wants another time, as its plan says', () => {
    expect(late('publish').status).toBe('publishing')
    expect(late('ask').status).toBe('attention')
    expect(late('skip').life()).toBe('skipped')
    expect(late('nextSlot').life()).toBe('missed')
  })

  test('a person who says yes is not asked again', () => {
    const it = late('ask')
    it.accepts({ type: 'post.retry', targetId: 't1', step: 0 })
    expect(it.fire('publish')).toMatchObject({ kind: 'post.fired' })
  })
})
