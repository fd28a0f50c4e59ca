import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MediaFacts, Said } from './contract.ts'
import { titleOf, YOUTUBE_LIMITS, youtubeRules } from './youtube.ts'

const FILM: MediaFacts = {
  type: 'video/mp4',
  bytes: 1_000_000,
  width: 1_920,
  height: 1_080,
  durationMs: 60_000,
  altText: null,
}
const IMAGE: MediaFacts = { ...FILM, type: 'image/png', durationMs: null }
const POST: Said = { text: 'A walk in the woods', media: [FILM], options: {}, step: 0 }
const COMMENT: Said = { text: 'Where we went: …', media: [], options: {}, step: 1 }

const codesOf = (said: Said) => youtubeRules.check(said).map(({ code }) => code)
const film = (more: Partial<MediaFacts>): Said => ({ ...POST, media: [{ ...FILM, ...more }] })
const titled = (title: string): Said => ({ ...POST, options: { title } })
const tagged = (tags: readonly string[]): Said => ({ ...POST, options: { tags } })

/** What passes with the largest, and what is said of one more. */
const EDGES: readonly (readonly [string, Said, Said, string])[] = [
  ['a title of 100 characters', titled('t'.repeat(100)), titled('t'.repeat(101)), 'title-too-long'],
  [
    'a first line of 100 characters as the title',
    { ...POST, text: `${'t'.repeat(100)}\nmore` },
    { ...POST, text: `${'t'.repeat(101)}\nmore` },
    'title-too-long',
  ],
  [
    'a description of 5,000 bytes in characters of two',
    { ...titled('t'), text: 'ä'.repeat(2_500) },
    { ...titled('t'), text: `${'ä'.repeat(2_500)}.` },
    'text-too-long',
  ],
  [
    'a description of 5,000 bytes in emoji of four',
    { ...titled('t'), text: '🎬'.repeat(1_250) },
    { ...titled('t'), text: '🎬'.repeat(1_251) },
    'text-too-long',
  ],
  [
    'tags of 500 characters with their commas',
    tagged(['t'.repeat(249), 'u'.repeat(250)]),
    tagged(['t'.repeat(250), 'u'.repeat(250)]),
    'tags-too-long',
  ],
  [
    'a tag with a space, which counts two more',
    tagged([`${'t'.repeat(250)} ${'u'.repeat(247)}`]),
    tagged([`${'t'.repeat(250)} ${'u'.repeat(248)}`]),
    'tags-too-long',
  ],
  [
    'a film of 256 GiB',
    film({ bytes: YOUTUBE_LIMITS.filmBytesMax }),
    film({ bytes: YOUTUBE_LIMITS.filmBytesMax + 1 }),
    'film-too-big',
  ],
  ['a film with one byte', film({ bytes: 1 }), film({ bytes: 0 }), 'film-empty'],
  ['a film of 15 minutes', film({ durationMs: 900_000 }), film({ durationMs: 900_001 }), 'film-long'],
  [
    'a film of 12 hours',
    film({ durationMs: YOUTUBE_LIMITS.filmMsMax }),
    film({ durationMs: YOUTUBE_LIMITS.filmMsMax + 1 }),
    'film-too-long',
  ],
  [
    'a thumbnail of 2 MiB',
    { ...POST, media: [FILM, { ...IMAGE, bytes: YOUTUBE_LIMITS.thumbnailBytesMax }] },
    { ...POST, media: [FILM, { ...IMAGE, bytes: YOUTUBE_LIMITS.thumbnailBytesMax + 1 }] },
    'image-too-big',
  ],
  [
    'one thumbnail',
    { ...POST, media: [FILM, IMAGE] },
    { ...POST, media: [FILM, IMAGE, IMAGE] },
    'too-many-images',
  ],
  ['one film', POST, { ...POST, media: [FILM, FILM] }, 'too-many-films'],
  ['a film', POST, { ...POST, media: [IMAGE] }, 'film-missing'],
  [
    'a comment of 10,000 characters',
    { ...COMMENT, text: 'c'.repeat(10_000) },
    { ...COMMENT, text: 'c'.repeat(10_001) },
    'text-too-long',
  ],
]

describe('at the edge', () => {
  for (const [what, passes, fails, code] of EDGES) {
    test(`${what} passes, and no more`, () => {
      expect(codesOf(passes)).not.toContain(code)
      expect(codesOf(fails)).toEqual([code])
    })
  }
})

const REFUSED: readonly (readonly [string, Said, string])[] = [
  ['neither title nor text', { ...POST, text: ' \n ' }, 'title-missing'],
  ['an angle bracket in the text', { ...POST, text: 'a < b' }, 'angle-brackets'],
  ['an angle bracket in the title', titled('a > b'), 'angle-brackets'],
  ['a sound beside the film', { ...POST, media: [FILM, { ...FILM, type: 'audio/mpeg' }] }, 'type-not-taken'],
  [
    'a moving image as a thumbnail',
    { ...POST, media: [FILM, { ...IMAGE, type: 'image/gif' }] },
    'type-not-taken',
  ],
  ['a film nobody may see', { ...POST, options: { privacy: 'private' } }, 'option-invalid'],
  ['a title that is no text', { ...POST, options: { title: 7 } }, 'option-invalid'],
  ['an option that it does not have', { ...POST, options: { privcy: 'public' } }, 'option-invalid'],
  ['a comment without words', { ...COMMENT, text: ' ' }, 'text-missing'],
  ['a comment with an image', { ...COMMENT, media: [IMAGE] }, 'media-in-comment'],
  ['a comment under a film for children', { ...COMMENT, options: { madeForKids: true } }, 'comments-off'],
]

for (const [what, said, code] of REFUSED) {
  test(`${what} is refused`, () => {
    const [problem, ...others] = youtubeRules.check(said)
    expect(problem).toMatchObject({ code, isFatal: true })
    expect(others).toEqual([])
  })
}

test('what nobody could measure is no fault', () => {
  expect(codesOf(film({ width: null, height: null, durationMs: null }))).toEqual([])
})

test('what would be lost is said, and hinders nothing', () => {
  const [problem] = youtubeRules.check({ ...POST, media: [FILM, { ...IMAGE, altText: 'a wood' }] })
  expect(problem).toMatchObject({ code: 'alt-text-lost', isFatal: false })
})

test('the title is what was said, or the first line', () => {
  expect(titleOf('first\nsecond', { title: ' said ' })).toBe('said')
  expect(titleOf('\n first\nsecond', {})).toBe('first')
})

test('bytes are those of UTF-8, and add up', () => {
  const plain = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(plain, plain, (one, other) => {
      expect(youtubeRules.count(one)).toBe(Buffer.byteLength(one))
      expect(youtubeRules.count(one + other)).toBe(youtubeRules.count(one) + youtubeRules.count(other))
    }),
  )
})
