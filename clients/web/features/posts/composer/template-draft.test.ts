import { expect, test } from 'vitest'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import type { Template } from '../../../app/api.ts'
import type { MediaView } from '../../../app/posts-api.ts'
import { type Draft, EMPTY, keyOf, withChange, withToggled } from './draft.ts'
import { draftOfTemplate, templateOf } from './template-draft.ts'

const X: Destination = { kind: 'account', accountId: 'a1', network: 'x' }
const LINKEDIN: Destination = { kind: 'account', accountId: 'a2', network: 'linkedin' }
const ROOM: Destination = { kind: 'conversation', conversationId: 'c1' }
const AT = { localDateTime: '2027-01-04T09:00', timeZone: 'UTC', gap: 'after', overlap: 'first' } as const

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

/** Everything that a draft can hold. */
function full(): Draft {
  const start: Draft = {
    ...EMPTY,
    text: 'Launch day',
    media: [picture('m1')],
    tags: ['launch'],
    approval: 'internal',
    together: true,
    lateness: { maxMs: 0, onLate: 'skip' },
  }
  const going = [X, LINKEDIN, ROOM].reduce(withToggled, start)
  const short = withChange(going, keyOf(X), {
    text: 'Launch',
    media: [picture('m2')],
    options: { replySettings: 'following' },
    parts: [{ text: 'More', media: ['m3'], delayMs: 60_000 }],
    staggerMs: 5_000,
  })
  return withChange(short, keyOf(LINKEDIN), { after: { key: keyOf(X), delayMs: 60_000 } })
}

/** As the server keeps it and gives it back. */
function kept(draft: Draft, files: readonly string[]): Pick<Template, 'content' | 'media'> {
  return { content: templateOf(draft) as Template['content'], media: files.map(picture) }
}

test('a template gives back all that the draft held but its time', () => {
  const template = kept({ ...full(), at: AT }, ['m1', 'm2', 'm3'])
  expect(JSON.stringify(template.content)).not.toContain('2027')
  expect(draftOfTemplate(template, null, () => true)).toEqual({ draft: full(), lostCount: 0 })
  expect(draftOfTemplate(template, AT, () => true).draft.at).toEqual(AT)
})

test('what is not there any more is left out and counted, and nobody waits for it', () => {
  const template = kept(full(), ['m1'])
  const { draft, lostCount } = draftOfTemplate(template, null, (to) => to !== X)
  expect(draft.targets.map(({ to, after }) => [to, after])).toEqual([
    [LINKEDIN, null],
    [ROOM, null],
  ])
  expect(lostCount).toBe(1)
  const withoutFiles = draftOfTemplate(template, null, () => true)
  expect(withoutFiles.draft.targets[0]).toMatchObject({ media: [], parts: [{ text: 'More', media: [] }] })
  expect(withoutFiles.lostCount).toBe(2)
})
