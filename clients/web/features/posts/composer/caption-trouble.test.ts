import { expect, test } from 'vitest'
import { Refusal } from '../../../../../engine/protocol/errors.ts'
import { captionTrouble } from './caption-trouble.ts'

const said = (error: unknown) => captionTrouble(error, 'OpenAI')

test('an hour that is used up says when the next one begins', () => {
  expect(said(new Refusal('RATE_LIMITED', { retryAfterMs: 22.5 * 60_000 }))).toContain('in 23 minutes')
})

test('a writer who is busy is named, with the seconds to wait', () => {
  expect(said(new Refusal('BUSY', { retryAfterMs: 6_400 }))).toBe('OpenAI is very busy. Try again in 7 s.')
})

test('a refusal is told in the words of who refused, where there are any', () => {
  const words = said(new Refusal('CAPTION_REFUSED', { message: 'I cannot help with that.' }))
  expect(words).toBe('OpenAI would not write this: “I cannot help with that.”')
  expect(said(new Refusal('CAPTION_REFUSED'))).toBe('OpenAI would not write this.')
})

test('a server that is away is told as anywhere else', () => {
  expect(said(new TypeError('fetch failed'))).toMatch(/could not be reached/)
})
