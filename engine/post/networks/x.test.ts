import { expect, test } from 'vitest'
import type { MediaFacts, Said } from './contract.ts'
import { xRules } from './x.ts'

const MB = 1024 * 1024

const photo: MediaFacts = {
  type: 'image/jpeg',
  bytes: 100_000,
  width: null,
  height: null,
  durationMs: null,
  altText: null,
}
const gif: MediaFacts = { ...photo, type: 'image/gif' }
const film: MediaFacts = { ...photo, type: 'video/mp4', durationMs: 10_000 }

function codes(said: Partial<Said>): string[] {
  return xRules.check({ text: 'hello', media: [], options: {}, step: 0, ...said }).map(({ code }) => code)
}

test.each<[string, Partial<Said>, string[]]>([
  ['280 characters', { text: 'a'.repeat(280) }, []],
  ['281 characters', { text: 'a'.repeat(281) }, ['text-too-long']],
  ['140 characters that weigh 2', { text: '語'.repeat(140) }, []],
  ['141 characters that weigh 2', { text: '語'.repeat(141) }, ['text-too-long']],
  ['4,000 with Premium', { text: 'a'.repeat(4_000), options: { isPremium: true } }, []],
  ['4,001 with Premium', { text: 'a'.repeat(4_001), options: { isPremium: true } }, ['text-too-long']],
  ['nothing at all', { text: ' ' }, ['text-missing']],
  ['a photo without words', { text: '', media: [photo] }, []],
  ['one cashtag', { text: '$PRLY' }, []],
  ['two cashtags', { text: '$PRLY $ABC' }, ['too-many-cashtags']],
  ['four photos', { media: [photo, photo, photo, photo] }, []],
  ['five photos', { media: [photo, photo, photo, photo, photo] }, ['too-many-media']],
  ['a photo and a GIF', { media: [photo, gif] }, ['media-mixed']],
  ['two GIFs', { media: [gif, gif] }, ['too-many-media']],
  ['two films', { media: [film, film] }, ['too-many-media']],
  ['a photo of 5 MB', { media: [{ ...photo, bytes: 5 * MB }] }, []],
  ['a photo of more', { media: [{ ...photo, bytes: 5 * MB + 1 }] }, ['media-too-big']],
  ['a GIF of 15 MB', { media: [{ ...gif, bytes: 15 * MB, width: 1_280, height: 1_080 }] }, []],
  ['a GIF of more', { media: [{ ...gif, bytes: 15 * MB + 1 }] }, ['media-too-big']],
  ['a GIF too wide', { media: [{ ...gif, width: 1_281, height: 10 }] }, ['media-pixels']],
  ['a film of 512 MB', { media: [{ ...film, bytes: 512 * MB }] }, []],
  ['a film of more', { media: [{ ...film, bytes: 512 * MB + 1 }] }, ['media-too-big']],
  ['half a second', { media: [{ ...film, durationMs: 500 }] }, []],
  ['less', { media: [{ ...film, durationMs: 499 }] }, ['media-duration']],
  ['140 seconds', { media: [{ ...film, durationMs: 140_000 }] }, []],
  ['longer', { media: [{ ...film, durationMs: 140_001 }] }, ['media-duration']],
  ['a film of unknown length', { media: [{ ...film, durationMs: null }] }, []],
  ['an upright film', { media: [{ ...film, width: 720, height: 1_280 }] }, []],
  ['a film with more pixels', { media: [{ ...film, width: 1_920, height: 1_080 }] }, ['media-pixels']],
  ['a film 1:3', { media: [{ ...film, width: 300, height: 900 }] }, []],
  ['a film narrower', { media: [{ ...film, width: 300, height: 901 }] }, ['media-ratio']],
  ['a film like a stamp', { media: [{ ...film, width: 31, height: 31 }] }, ['media-pixels']],
  ['a long description', { media: [{ ...photo, altText: 'a'.repeat(1_000) }] }, []],
  ['a longer one', { media: [{ ...photo, altText: 'a'.repeat(1_001) }] }, ['alt-text-too-long']],
  ['a description of a film', { media: [{ ...film, altText: 'a' }] }, ['alt-text-lost']],
  ['a drawing', { media: [{ ...photo, type: 'image/svg+xml' }] }, ['media-type']],
  ['options it knows', { options: { replySettings: 'following', madeWithAi: true } }, []],
  ['an option it does not', { options: { sound: 'loud' } }, ['option-invalid']],
  ['an option of another type', { options: { madeWithAi: 'yes' } }, ['option-invalid']],
  ['several at once', { text: 'a'.repeat(281), media: [photo, gif] }, ['text-too-long', 'media-mixed']],
])('%s', (_, said, found) => {
  expect(codes(said)).toEqual(found)
})

test('tells by how much', () => {
  const [problem] = xRules.check({ text: 'a'.repeat(289), media: [], options: {}, step: 0 })
  expect(problem).toEqual({
    at: 'text',
    code: 'text-too-long',
    message: '9 characters too many for X',
    isFatal: true,
  })
})

test('what is only spoiled does not stand in the way', () => {
  const media = [{ ...film, width: 1_920, height: 1_080, altText: 'a harbour' }]
  const problems = xRules.check({ text: '', media, options: {}, step: 0 })
  expect(problems.map(({ isFatal }) => isFatal)).toEqual([false, false])
})
