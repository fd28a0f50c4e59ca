import { expect, test } from 'vitest'
import { LIMITS } from '../../protocol/limits.ts'
import { toRoom } from '../testing.ts'
import { fitsOf } from './fit.ts'

const PICTURE = { type: 'image/png', bytes: 1, width: 1, height: 1, durationMs: null, altText: null }
const PART = { text: '', media: [], delayMs: 0 }
const factsOf = (id: string) => (id === 'picture' ? PICTURE : undefined)

test('a target counts what it says itself, and else what the post says', () => {
  const targets = [toRoom(), toRoom({ text: 'another text' })]
  const counts = fitsOf({ text: 'hello', media: [], targets }, factsOf).map(({ count }) => count)
  expect(counts).toEqual([5, 12])
})

test('a message needs some text or a file, and has an end', () => {
  const problemsOf = (text: string, media: string[]) =>
    fitsOf({ text, media, targets: [toRoom()] }, factsOf)[0]?.problems.map(({ code }) => code)
  expect(problemsOf('', [])).toEqual(['text-missing'])
  expect(problemsOf('', ['picture'])).toEqual([])
  expect(problemsOf('', ['unknown'])).toEqual(['text-missing'])
  expect(problemsOf('x'.repeat(LIMITS.textCharsMax), [])).toEqual([])
  expect(problemsOf('x'.repeat(LIMITS.textCharsMax + 1), [])).toEqual(['text-too-long'])
})

test('what is wrong with a part says with which', () => {
  const [fit] = fitsOf({ text: 'hello', media: [], targets: [toRoom({ parts: [PART] })] }, factsOf)
  expect(fit?.problems).toMatchObject([{ step: 1, code: 'text-missing' }])
})
