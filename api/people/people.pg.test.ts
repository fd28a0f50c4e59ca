import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Parley, type Someone, withParley } from '../testing.ts'

let parley: Parley
let ann: Someone
let annika: Someone
let percent: Someone

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2 })
  ;[ann, annika, percent] = await Promise.all([
    parley.someone('Ann'),
    parley.someone('Annika Öberg'),
    parley.someone('100% Bob'),
  ])
})
afterAll(() => parley.stop())

const names = async (query: string, who = ann) =>
  (await who.call.people.search({ query })).items.map(({ name }) => name)

test('people are found by how their name or their e-mail begins, but never oneself', async () => {
  expect(await names('ann')).toEqual(['Annika Öberg'])
  expect(await names('ANN', percent)).toEqual(['Ann', 'Annika Öberg'])
  expect(await names(annika.email.slice(0, -6))).toEqual(['Annika Öberg'])
  expect(await names('nobody')).toEqual([])
})

test('signs that mean something to SQL mean themselves', async () => {
  expect(await names('100%')).toEqual(['100% Bob'])
  expect(await names('%')).toEqual([])
  expect(await names('_')).toEqual([])
  expect(await names("'; DROP TABLE membership; --")).toEqual([])
})

test('an answer holds no e-mail', async () => {
  expect(Object.keys((await ann.call.people.search({ query: '' })).items[0] ?? {}).sort()).toEqual([
    'id',
    'name',
  ])
})

test('ids become names; unknown ones are left out', async () => {
  const { items } = await ann.call.people.byIds({
    ids: [annika.id, annika.id, 'rubbish', parley.node.newId()],
  })
  expect(items).toEqual([{ id: annika.id, name: 'Annika Öberg' }])
  expect((await ann.call.people.byIds({ ids: [] })).items).toEqual([])
})

test('people of another organisation are neither found nor named', async () => {
  const organisationId = await parley.organisation('Acme', [annika])
  const there = await parley.as({ token: annika.accessToken, organisationId })
  expect((await there.people.search({ query: 'ann' })).items).toEqual([])
  expect((await there.people.byIds({ ids: [ann.id] })).items).toEqual([])
  expect((await annika.call.people.byIds({ ids: [ann.id] })).items).toHaveLength(1)
})
