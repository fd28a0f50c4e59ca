import { expect, test } from 'vitest'
import type { MediaFacts, Said } from './contract.ts'
import { linkedinRules } from './linkedin.ts'

const MB = 1024 * 1024

const image: MediaFacts = {
  type: 'image/png',
  bytes: 100_000,
  width: null,
  height: null,
  durationMs: null,
  altText: null,
}
const film: MediaFacts = { ...image, type: 'video/mp4', durationMs: 10_000 }
const paper: MediaFacts = { ...image, type: 'application/pdf' }
const article = { source: 'https://a.example/b', title: 'A title' }

function codes(said: Partial<Said>): string[] {
  const whole = { text: 'hello', media: [], options: {}, step: 0, ...said }
  return linkedinRules.check(whole).map(({ code }) => code)
}

test.each<[string, Partial<Said>, string[]]>([
  ['3,000 characters', { text: 'a'.repeat(3_000) }, []],
  ['3,001 characters', { text: 'a'.repeat(3_001) }, ['text-too-long']],
  ['1,500 emoji', { text: '🎉'.repeat(1_500) }, []],
  ['1,501 emoji', { text: '🎉'.repeat(1_501) }, ['text-too-long']],
  ['nothing at all', { text: '\n' }, ['text-missing']],
  ['an image without words', { text: '', media: [image] }, []],
  ['a card without words', { text: '', options: { article } }, []],
  ['20 images', { media: Array(20).fill(image) }, []],
  ['21 images', { media: Array(21).fill(image) }, ['too-many-media']],
  ['two films', { media: [film, film] }, ['too-many-media']],
  ['an image and a film', { media: [image, film] }, ['media-mixed']],
  ['an image and a card', { media: [image], options: { article } }, ['media-mixed']],
  ['a document', { media: [paper], options: { title: 'A paper' } }, []],
  ['a document without a title', { media: [paper] }, ['title-missing']],
  ['a document of 100 MB', { media: [{ ...paper, bytes: 100 * MB }], options: { title: 'A paper' } }, []],
  [
    'a document of more',
    { media: [{ ...paper, bytes: 100 * MB + 1 }], options: { title: 'A paper' } },
    ['media-too-big'],
  ],
  ['an image of as many pixels', { media: [{ ...image, width: 36_152_319, height: 1 }] }, []],
  ['an image of one more', { media: [{ ...image, width: 36_152_320, height: 1 }] }, ['media-pixels']],
  ['a small film', { media: [{ ...film, bytes: 75 * 1024 }] }, []],
  ['a smaller one', { media: [{ ...film, bytes: 75 * 1024 - 1 }] }, ['media-too-small']],
  ['a film of 500 MB', { media: [{ ...film, bytes: 500 * MB }] }, []],
  ['a film of more', { media: [{ ...film, bytes: 500 * MB + 1 }] }, ['media-too-big']],
  ['three seconds', { media: [{ ...film, durationMs: 3_000 }] }, []],
  ['less', { media: [{ ...film, durationMs: 2_999 }] }, ['media-duration']],
  ['half an hour', { media: [{ ...film, durationMs: 1_800_000 }] }, []],
  ['longer', { media: [{ ...film, durationMs: 1_800_001 }] }, ['media-duration']],
  ['a long description', { media: [{ ...image, altText: 'a'.repeat(4_086) }] }, []],
  ['a longer one', { media: [{ ...image, altText: 'a'.repeat(4_087) }] }, ['alt-text-too-long']],
  ['a description of a film', { media: [{ ...film, altText: 'a' }] }, ['alt-text-lost']],
  ['a picture it does not take', { media: [{ ...image, type: 'image/webp' }] }, ['media-type']],
  ['options it knows', { options: { visibility: 'CONNECTIONS', noReshare: true } }, []],
  ['an option it does not', { options: { sound: 'loud' } }, ['option-invalid']],
  ['an audience it does not have', { options: { visibility: 'FRIENDS' } }, ['option-invalid']],
  ['a comment of 1,250', { step: 1, text: 'a'.repeat(1_250) }, []],
  ['a comment of 1,251', { step: 1, text: 'a'.repeat(1_251) }, ['text-too-long']],
  ['an empty comment', { step: 1, text: '' }, ['text-missing']],
  ['a comment with an image', { step: 1, media: [image] }, ['media-in-comment']],
])('%s', (_, said, found) => {
  expect(codes(said)).toEqual(found)
})
