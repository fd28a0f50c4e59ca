import { expect, test } from 'vitest'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import type { MediaView, PostView } from '../../../app/posts-api.ts'
import {
  type Draft,
  draftOf,
  EMPTY,
  editOf,
  keyOf,
  mayFollow,
  newPostOf,
  saidBy,
  withChange,
  withToggled,
} from './draft.ts'

const X: Destination = { kind: 'account', accountId: 'a1', network: 'x' }
const LINKEDIN: Destination = { kind: 'account', accountId: 'a2', network: 'linkedin' }
const ROOM: Destination = { kind: 'conversation', conversationId: 'c1' }

const picture = (id: string): MediaView => ({
  id,
  name: `${id}.jpg`,
  type: 'image/jpeg',
  bytes: 1,
  width: 100,
  height: 100,
  durationMs: null,
  altText: null,
  url: `/media/${id}`,
})

const written: Draft = [X, LINKEDIN, ROOM].reduce(withToggled, {
  ...EMPTY,
  text: 'hello',
  media: [picture('m1')],
})

/** The post that the server would make of a draft. */
function postOf(draft: Draft): PostView {
  const { text, tags, approval, together, targets } = newPostOf(draft)
  return {
    id: 'p1',
    status: 'draft',
    head: 1,
    authorId: 'ann',
    text,
    media: [...draft.media],
    tags: tags ?? [],
    approval: approval ?? 'none',
    isApprovedInside: false,
    together: together ?? false,
    plan: null,
    createdAt: '',
    changedAt: '',
    may: [],
    targets: targets.map(({ to, ...content }, index) => ({
      id: `t${index + 1}`,
      to,
      account: null,
      title: null,
      content: content as PostView['targets'][number]['content'],
      held: [],
      steps: [],
    })),
  }
}

test('a target says what the post says until it has words of its own', () => {
  const varied = withChange(written, keyOf(X), { text: 'short' })
  expect(saidBy(varied, keyOf(X)).text).toBe('short')
  expect(saidBy(varied, keyOf(LINKEDIN)).text).toBe('hello')
  const rewritten = withChange(varied, null, { text: 'hello all' })
  expect([saidBy(rewritten, null).text, saidBy(rewritten, keyOf(X)).text]).toEqual(['hello all', 'short'])
  expect(saidBy(withChange(varied, keyOf(X), { media: [] }), keyOf(X)).media).toEqual([])
})

test('a place that is chosen again is taken out, and nobody waits for it any more', () => {
  const waiting = withChange(written, keyOf(LINKEDIN), { after: { key: keyOf(X), delayMs: 0 } })
  const without = withToggled(waiting, X)
  expect(without.targets.map(({ key, after }) => [key, after])).toEqual([
    [keyOf(LINKEDIN), null],
    [keyOf(ROOM), null],
  ])
})

test('a target may wait only for those before it', () => {
  expect(mayFollow(written, keyOf(X))).toEqual([])
  expect(mayFollow(written, keyOf(ROOM)).map(({ key }) => key)).toEqual([keyOf(X), keyOf(LINKEDIN)])
})

test('a new post names whom a target waits for by the id it will have', () => {
  const waiting = withChange(written, keyOf(ROOM), { after: { key: keyOf(LINKEDIN), delayMs: 60_000 } })
  expect(newPostOf(waiting).targets[2]?.after).toEqual({ targetId: 't2', delayMs: 60_000 })
})

test('a post that is opened and left as it is has nothing to change', () => {
  const varied = withChange(written, keyOf(X), {
    text: 'short',
    parts: [{ text: 'more', media: [], delayMs: 0 }],
  })
  const post = postOf(varied)
  expect(editOf(draftOf(post), post)).toBe(null)
})

test('only what was changed is sent', () => {
  const post = postOf(written)
  const opened = draftOf(post)
  const changed = withToggled(withChange(opened, keyOf(LINKEDIN), { text: 'longer' }), ROOM)
  const edit = editOf(withToggled(changed, { ...X, accountId: 'a9' }), post)
  expect(Object.keys(edit ?? {}).sort()).toEqual(['add', 'change', 'remove'])
  expect(edit?.remove).toEqual(['t3'])
  expect(edit?.change?.map(({ targetId, text }) => [targetId, text])).toEqual([['t2', 'longer']])
  expect(edit?.add?.map(({ to }) => to)).toEqual([{ ...X, accountId: 'a9' }])
  expect(editOf({ ...opened, tags: ['news'] }, post)).toEqual({ tags: ['news'] })
})
