/** Templates of a company: kept, used, written over, renamed and given up. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pngOf } from '../../engine/outside/media/samples.ts'
import { LATENESS } from '../../engine/post/lateness.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { PostTemplate } from '../../engine/store/entities/post-template.ts'
import { type Company, company } from '../posts/testing.ts'
import { type Parley, refusal, withParley } from '../testing.ts'

let parley: Parley
let here: Company

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  here = await company(parley)
})
afterAll(() => parley.stop())

const fresh = () => parley.node.newId()

async function picture(): Promise<string> {
  const body = (async function* () {
    yield pngOf(10, 10)
  })()
  const { organisationId } = here
  const file = { organisationId, userId: here.people.mia.id, name: 'launch.png', body }
  return (await parley.node.outside.media.add(file)).id
}

test('a template keeps all that a post says, and a post can be made of it as it is', async () => {
  const [own, other] = [await picture(), await picture()]
  const accountId = await here.account('x', 'Launcher')
  const content = {
    text: 'Launch day',
    media: [own],
    targets: [
      {
        to: { kind: 'account', accountId, network: 'x' } as const,
        text: 'Launch',
        media: [other],
        options: { replySettings: 'following' },
        parts: [{ text: 'More', media: [], delayMs: 60_000 }],
        staggerMs: 0,
        after: null,
      },
    ],
    approval: 'internal' as const,
    tags: ['launch'],
    together: true,
    lateness: { maxMs: 0, onLate: 'nextSlot' as const },
  }
  const { template } = await here.mia.templates.save({ name: '  Launch ', ...content, commandId: fresh() })
  expect(template).toMatchObject({ name: 'Launch', content, mayChange: true })
  expect(template.media.map(({ id }) => id).sort()).toEqual([own, other].sort())
  expect(await here.adam.templates.get({ templateId: template.id })).toMatchObject({
    template: { content, mayChange: true },
  })
  const { lateness: _, ...said } = template.content
  const { post } = await here.mia.posts.create({ ...said, commandId: fresh() })
  expect(post).toMatchObject({ text: 'Launch day', tags: ['launch'], approval: 'internal', together: true })

  await here.mia.posts.cancel({ postId: post.id })
  await here.mia.media.remove({ mediaId: own })
  const { template: later } = await here.mia.templates.get({ templateId: template.id })
  expect(
    later.media.map(({ id }) => id),
    'a file that is gone is left out',
  ).toEqual([other])
})

test('what is left out is filled up, and what no post could be is refused', async () => {
  const { template } = await here.mia.templates.save({ name: 'Bare', text: '', targets: [] })
  expect(template.content).toEqual({
    text: '',
    media: [],
    targets: [],
    approval: 'none',
    tags: [],
    together: false,
    lateness: LATENESS,
  })
  const save = (more: object) =>
    refusal(here.mia.templates.save({ name: 'X', text: '', targets: [], ...more }))
  expect(await save({ name: '  ' })).toBe('INVALID_INPUT')
  expect(await save({ name: 'a'.repeat(LIMITS.nameCharsMax + 1) })).toBe('INVALID_INPUT')
  expect(await save({ text: 'a'.repeat(LIMITS.postTextCharsMax + 1) })).toBe('INVALID_INPUT')
  expect(await save({ media: Array(LIMITS.postMediaMax + 1).fill(fresh()) })).toBe('INVALID_INPUT')
})

test('saved again by the same command it is the same one; a name is given once', async () => {
  const wish = { name: 'Weekly', text: 'This week', targets: [], commandId: fresh() }
  const { template } = await here.mia.templates.save(wish)
  expect((await here.mia.templates.save(wish)).template.id).toBe(template.id)
  expect(await refusal(here.adam.templates.save({ ...wish, commandId: fresh() }))).toBe('TEMPLATE_NAME_TAKEN')
  const { items } = await here.mia.templates.list()
  const names = items.map(({ name }) => name)
  expect(names).toEqual([...names].sort())
  expect(names.filter((name) => name === 'Weekly')).toHaveLength(1)
})

test('it is written over, renamed and removed by who saved it and by admins, and by nobody else', async () => {
  const { template } = await here.adam.templates.save({ name: 'Ours', text: 'one', targets: [] })
  const of = { templateId: template.id }
  const { items } = await here.mia.templates.list()
  expect(items.find(({ id }) => id === template.id)?.mayChange).toBe(false)
  expect(await refusal(here.mia.templates.rename({ ...of, name: 'Mine' }))).toBe('NO_PERMISSION')
  expect(await refusal(here.mia.templates.remove(of))).toBe('NO_PERMISSION')
  const over = { ...of, name: 'Ours', text: 'two', targets: [] }
  expect(await refusal(here.mia.templates.save(over))).toBe('NO_PERMISSION')

  expect((await here.olga.templates.save(over)).template.content.text).toBe('two')
  await here.adam.templates.save({ name: 'Taken', text: '', targets: [] })
  expect(await refusal(here.olga.templates.rename({ ...of, name: 'Taken' }))).toBe('TEMPLATE_NAME_TAKEN')
  expect((await here.olga.templates.rename({ ...of, name: 'Everybody’s' })).template.name).toBe('Everybody’s')
  await here.olga.templates.remove(of)
  expect(await refusal(here.olga.templates.get(of))).toBe('UNKNOWN_TEMPLATE')
  expect(await refusal(here.olga.templates.rename({ ...of, name: 'Gone' }))).toBe('UNKNOWN_TEMPLATE')
})

test('there are only so many', async () => {
  const { organisationId } = here
  const createdBy = here.people.mia.id
  const there = (await here.mia.templates.list()).items.length
  const rows = Array.from({ length: LIMITS.templatesMax - there }, (_, index) => ({
    id: fresh(),
    organisationId,
    name: `Number ${index}`,
    content: { text: '', targets: [] },
    createdBy,
  }))
  await parley.node.store.em().insertMany(PostTemplate, rows)
  const one = { name: 'One more', text: '', targets: [] }
  expect(await refusal(here.mia.templates.save(one))).toBe('TEMPLATES_FULL')
  await here.mia.templates.remove({ templateId: rows[0]?.id ?? '' })
  expect((await here.mia.templates.save(one)).template.name).toBe('One more')
})
