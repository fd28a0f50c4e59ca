import { expect, it } from 'vitest'
import { makeIntern } from './intern.ts'

it('gives back an equal text, also once it has forgotten it', () => {
  const intern = makeIntern(2)
  const texts = ['one', 'two', 'three', 'one', 'three', 'one']
  expect(texts.map(intern)).toEqual(texts)
})
