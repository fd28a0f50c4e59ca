import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MediaFacts, Said } from './contract.ts'
import { INSTAGRAM_LIMITS, instagramFormOf, instagramRules } from './instagram.ts'

const MEGABYTE = 1024 * 1024
const PICTURE: MediaFacts = {
  type: 'image/jpeg',
  bytes: MEGABYTE,
  width: 1080,
  height: 1080,
  durationMs: null,
  altText: null,
}
const FILM: MediaFacts = {
  type: 'video/mp4',
  bytes: MEGABYTE,
  width: 1080,
  height: 1920,
  durationMs: 10_000,
  altText: null,
}
const UNKNOWN = { width: null, height: null, durationMs: null }

const said = (more: Partial<Said>): Said => ({
  text: 'hello',
  media: [PICTURE],
  options: {},
  step: 0,
  ...more,
})
const story = { as: 'story' }

function codes(more: Partial<Said>, isFatal = true): string[] {
  const problems = instagramRules.check(said(more))
  return problems.filter((problem) => problem.isFatal === isFatal).map(({ code }) => code)
}

const pictures = (count: number) => Array.from({ length: count }, () => PICTURE)
const picture = (more: Partial<MediaFacts>) => ({ media: [{ ...PICTURE, ...more }] })
const film = (more: Partial<MediaFacts>) => ({ media: [{ ...FILM, ...more }] })
const tags = (count: number) => Array.from({ length: count }, (_, index) => `#t${index}`).join(' ')
const names = (count: number) => Array.from({ length: count }, (_, index) => `@n${index}`).join(' ')

/** At each edge: what passes, what does not any more, and what that is called. */
const EDGES: readonly (readonly [Partial<Said>, Partial<Said>, string])[] = [
  [{ text: 'a'.repeat(2_200) }, { text: 'a'.repeat(2_201) }, 'text-too-long'],
  [{ text: tags(30) }, { text: tags(31) }, 'hashtags'],
  [{ text: names(20) }, { text: names(21) }, 'mentions'],
  [{ media: pictures(1) }, { media: [] }, 'media-count'],
  [{ media: pictures(10) }, { media: pictures(11) }, 'media-count'],
  [picture({ bytes: 8 * MEGABYTE }), picture({ bytes: 8 * MEGABYTE + 1 }), 'media-bytes'],
  [picture({ width: 1080, height: 1350 }), picture({ width: 1079, height: 1350 }), 'media-ratio'],
  [picture({ width: 1910, height: 1000 }), picture({ width: 1911, height: 1000 }), 'media-ratio'],
  [picture({ type: 'image/jpeg' }), picture({ type: 'image/png' }), 'media-type'],
  [picture({ altText: 'a'.repeat(1_000) }), picture({ altText: 'a'.repeat(1_001) }), 'alt-text'],
  [film({ durationMs: 3_000 }), film({ durationMs: 2_999 }), 'media-duration'],
  [film({ durationMs: 900_000 }), film({ durationMs: 900_001 }), 'media-duration'],
  [film({ bytes: 300 * MEGABYTE }), film({ bytes: 300 * MEGABYTE + 1 }), 'media-bytes'],
  [film({ width: 1920, height: 3413 }), film({ width: 1921, height: 3413 }), 'media-width'],
  [film({ type: 'video/quicktime' }), film({ type: 'video/webm' }), 'media-type'],
  [
    { ...film({ durationMs: 60_000 }), options: story },
    { ...film({ durationMs: 60_001 }), options: story },
    'media-duration',
  ],
  [
    { ...film({ bytes: 100 * MEGABYTE }), options: story },
    { ...film({ bytes: 100 * MEGABYTE + 1 }), options: story },
    'media-bytes',
  ],
  [{ options: story }, { options: story, media: pictures(2) }, 'media-count'],
  [
    { media: [PICTURE, { ...FILM, durationMs: 60_000 }] },
    { media: [PICTURE, { ...FILM, durationMs: 60_001 }] },
    'media-duration',
  ],
  [
    { options: { collaborators: ['a', 'b', 'c'] } },
    { options: { collaborators: ['a', 'b', 'c', 'd'] } },
    'option-invalid',
  ],
  [{ options: {} }, { options: { nonsense: 1 } }, 'option-invalid'],
  [{ step: 1, media: [] }, { step: 1, media: pictures(1) }, 'media-count'],
  [{ step: 1, media: [] }, { step: 1, media: [], text: '' }, 'text-empty'],
  [{ step: 1, media: [] }, { step: 2, media: [] }, 'parts'],
]

for (const [passes, fails, code] of EDGES) {
  test(`${code} at ${JSON.stringify(fails).slice(0, 60)}`, () => {
    expect(codes(passes)).toEqual([])
    expect(codes(fails)).toEqual([code])
  })
}

test('what nobody could measure is no fault', () => {
  expect(codes(picture(UNKNOWN))).toEqual([])
  expect(codes(film(UNKNOWN))).toEqual([])
  expect(codes({ media: [PICTURE, { ...PICTURE, ...UNKNOWN }] }, false)).toEqual([])
})

test('says what is published, but not as it was meant', () => {
  expect(codes(picture({ width: 319, height: 319 }), false)).toEqual(['media-width'])
  expect(codes(picture({ width: 1441, height: 1441 }), false)).toEqual(['media-width'])
  expect(codes({ media: [PICTURE, { ...PICTURE, height: 1350 }] }, false)).toEqual(['media-cropped'])
  expect(codes({ options: story }, false)).toEqual(['text-unseen'])
  expect(codes({ options: { trial: 'manual' } }, false)).toEqual(['option-unfit'])
  expect(codes(film({ width: 1080, height: 1080 }), false)).toEqual(['media-ratio'])
})

test('an address of mail is no mention, and a colour in a link no hashtag', () => {
  expect(codes({ text: `${'a@b.example '.repeat(21)}` })).toEqual([])
  expect(codes({ text: `${'a#b '.repeat(31)}` })).toEqual([])
})

test('media make the form of a post', () => {
  expect(instagramFormOf([PICTURE], 'feed')).toBe('image')
  expect(instagramFormOf([FILM], 'feed')).toBe('reel')
  expect(instagramFormOf([FILM, PICTURE], 'feed')).toBe('carousel')
  expect(instagramFormOf([FILM], 'story')).toBe('story')
})

test('counting is additive, never negative, and decides with the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const { count } = instagramRules
      expect(count(one)).toBeGreaterThanOrEqual(0)
      expect(count(one + other)).toBe(count(one) + count(other))
    }),
  )
  expect(instagramRules.textMax).toBe(INSTAGRAM_LIMITS.captionCharsMax)
})
