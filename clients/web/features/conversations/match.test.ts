import { expect, test } from 'vitest'
import { bestMatches, matchScore } from './match.ts'

const find = (query: string) =>
  bestMatches(['Product design', 'Design', 'Åsa Öberg', 'Random', 'Ann Lee'], (name) => name, query)

test('the closest name comes first', () => {
  expect(find('design')).toEqual(['Design', 'Product design'])
  expect(find('an')).toEqual(['Ann Lee', 'Random'])
})

test('case, accents and the order of words do not matter', () => {
  expect(find('asa')).toEqual(['Åsa Öberg'])
  expect(find('lee ann')).toEqual(['Ann Lee'])
})

test('letters in order are enough, when there are three', () => {
  expect(find('dsgn')).toEqual(['Product design', 'Design'])
  expect(matchScore('Design', 'dg')).toBe(0)
})

test('no query keeps everything in its order', () => {
  expect(find(' ')).toHaveLength(5)
})
