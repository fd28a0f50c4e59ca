import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MediaFacts, Said } from './contract.ts'
import { FACEBOOK_LIMITS, facebookFormOf, facebookRules } from './facebook.ts'

const MEGABYTE = 1024 * 1024
const PHOTO: MediaFacts = {
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

const said = (more: Partial<Said>): Said => ({ text: 'hello', media: [], options: {}, step: 0, ...more })

function codes(more: Partial<Said>, isFatal = true): string[] {
  const problems = facebookRules.check(said(more))
  return problems.filter((problem) => problem.isFatal === isFatal).map(({ code }) => code)
}

const photos = (count: number) => Array.from({ length: count }, () => PHOTO)
const photo = (more: Partial<MediaFacts>) => ({ media: [{ ...PHOTO, ...more }] })
const film = (more: Partial<MediaFacts>) => ({ media: [{ ...FILM, ...more }] })
const reel = (more: Partial<MediaFacts>) => ({ ...film(more), options: { as: 'reel' } })
const link = (address: string) => ({ options: { link: address } })

/** At each edge: what passes, what does not any more, and what that is called. */
const EDGES: readonly (readonly [Partial<Said>, Partial<Said>, string])[] = [
  [{ text: 'a'.repeat(63_206) }, { text: 'a'.repeat(63_207) }, 'text-too-long'],
  [{ text: '', media: photos(1) }, { text: '' }, 'text-empty'],
  [{ text: '', ...link('https://parley.example/') }, { text: '' }, 'text-empty'],
  [{ media: photos(10) }, { media: photos(11) }, 'media-count'],
  [photo({ bytes: 4 * MEGABYTE }), photo({ bytes: 4 * MEGABYTE + 1 }), 'media-bytes'],
  [photo({ type: 'image/png' }), photo({ type: 'image/webp' }), 'media-type'],
  [film({}), { media: [FILM, PHOTO] }, 'media-mixed'],
  [film({}), { media: [FILM, FILM] }, 'media-mixed'],
  [film({ bytes: 10_240 * MEGABYTE }), film({ bytes: 10_240 * MEGABYTE + 1 }), 'media-bytes'],
  [film({ durationMs: 14_400_000 }), film({ durationMs: 14_400_001 }), 'media-duration'],
  [reel({ durationMs: 3_000 }), reel({ durationMs: 2_999 }), 'media-duration'],
  [reel({ durationMs: 90_000 }), reel({ durationMs: 90_001 }), 'media-duration'],
  [reel({ width: 540, height: 960 }), reel({ width: 1080, height: 1080 }), 'media-ratio'],
  [reel({ width: 540, height: 960 }), reel({ width: 539, height: 960 }), 'media-width'],
  [reel({ width: 540, height: 960 }), reel({ width: 540, height: 959 }), 'media-height'],
  [link('https://parley.example/a?b=c'), link('ftp://parley.example'), 'option-invalid'],
  [link('https://notfacebook.com/'), link('https://m.facebook.com/a'), 'link-refused'],
  [{ media: photos(1) }, { media: photos(1), ...link('https://parley.example/') }, 'link-with-media'],
  [{ options: {} }, { options: { nonsense: 1 } }, 'option-invalid'],
  [{ step: 1, text: 'a'.repeat(8_000) }, { step: 1, text: 'a'.repeat(8_001) }, 'text-too-long'],
  [{ step: 1, text: '', media: photos(1) }, { step: 1, text: '' }, 'text-empty'],
  [{ step: 1, media: photos(1) }, { step: 1, media: photos(2) }, 'media-count'],
  [{ step: 1, media: photos(1) }, { step: 1, media: [FILM] }, 'media-count'],
]

for (const [passes, fails, code] of EDGES) {
  test(`${code} at ${JSON.stringify(fails).slice(0, 60)}`, () => {
    expect(codes(passes)).toEqual([])
    expect(codes(fails)).toContain(code)
  })
}

test('what nobody could measure is no fault', () => {
  const unknown = { width: null, height: null, durationMs: null }
  expect(codes(reel(unknown))).toEqual([])
  expect(codes(photo(unknown))).toEqual([])
})

test('says what is published, but not as it was meant', () => {
  expect(codes(photo({ type: 'image/png', bytes: MEGABYTE }), false)).toEqual([])
  expect(codes(photo({ type: 'image/png', bytes: MEGABYTE + 1 }), false)).toEqual(['media-bytes'])
  expect(codes({ options: { title: 'a title' } }, false)).toEqual(['option-unfit'])
})

test('media make the form of a post', () => {
  expect(facebookFormOf([], 'video')).toBe('text')
  expect(facebookFormOf(photos(2), 'reel')).toBe('photos')
  expect(facebookFormOf([FILM], 'reel')).toBe('reel')
  expect(facebookFormOf([FILM], 'video')).toBe('video')
})

test('counting is additive, never negative, and decides with the limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      const { count } = facebookRules
      expect(count(one)).toBeGreaterThanOrEqual(0)
      expect(count(one + other)).toBe(count(one) + count(other))
    }),
  )
  expect(facebookRules.textMax).toBe(FACEBOOK_LIMITS.textCharsMax)
})
