import { expect, test } from 'vitest'
import { nextsOf, taleOf } from './story.ts'
import { create, plan, post, toRoom, toX } from './testing.ts'

const nameOf = (targetId: string) => ({ t1: 'X', t2: 'the newsroom' })[targetId] ?? targetId
const PART = { text: 'more', media: [], delayMs: 0 }

test('a post tells its life, and what comes next', () => {
  const it = post()
  it.accepts(create({ targets: [toX({ parts: [PART] }), toRoom()] }))
  it.accepts(plan())
  it.accepts({ type: 'post.comment', text: 'looks good' })
  it.accepts({ type: 'post.hold', by: 'organisation', targetId: null })
  it.accepts({ type: 'post.release', by: 'organisation', targetId: null })
  it.at('2026-11-21T12:00:00.000Z')
  it.fire('publish')
  it.settle({ is: 'ambiguous', why: '502', retryAt: '2026-11-21T12:00:10.000Z' })
  expect(it.events.map((event) => taleOf(event, nameOf).says)).toEqual([
    'Began the post',
    'Planned it for 2026-11-21 12:00 (UTC)',
    'looks good',
    'Stopped X, the newsroom: the organisation is on hold',
    'Let X, the newsroom go on',
    'X is being published (attempt 1)',
    'X has no answer: 502; whether it is out will be looked for',
  ])
  expect(taleOf(it.events.at(-1)!, nameOf)).toMatchObject({
    targetId: 't1',
    evidence: { proof: 'the test says so' },
  })
  expect(nextsOf(it.state, nameOf)).toEqual([
    {
      targetId: 't2',
      step: 0,
      work: 'publish',
      at: '2026-11-21T12:00:00.000Z',
      says: 'the newsroom will be published',
    },
    {
      targetId: 't1',
      step: 0,
      work: 'reconcile',
      at: '2026-11-21T12:00:10.000Z',
      says: 'X will be looked for',
    },
  ])
})

test('parts are counted as readers count them', () => {
  const it = post()
  it.accepts(create({ targets: [toX({ parts: [PART] })] }))
  it.accepts(plan())
  it.at('2026-11-21T12:00:00.000Z')
  it.fire('publish')
  it.settle({ is: 'ok', id: '1', url: null })
  expect(nextsOf(it.state, nameOf).map(({ says }) => says)).toContain('X, part 2 will be published')
})
