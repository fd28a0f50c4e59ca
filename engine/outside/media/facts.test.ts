import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filmFacts } from './film-facts.ts'
import { imageSize } from './image-size.ts'
import { kindOf } from './kind.ts'
import { filmOf, gifOf, jpegOf, pngOf, WEBP } from './samples.ts'

const sizeOf = (file: Uint8Array) => {
  const kind = kindOf(file)
  return kind && imageSize(kind.is, file)
}
const factsOf = (file: Buffer) =>
  filmFacts(async (from, bytes) => file.subarray(from, from + bytes), file.length)

test.each([
  ['image/jpeg', jpegOf(1, 1)],
  ['image/png', pngOf(1, 1)],
  ['image/gif', gifOf(1, 1)],
  ['image/webp', WEBP.lossy(1, 1)],
  ['video/mp4', filmOf({ width: 1, height: 1, durationMs: 1 })],
  ['video/quicktime', filmOf({ brand: 'qt  ', width: 1, height: 1, durationMs: 1 })],
])('%s is known by its first bytes', (type, file) => {
  expect(kindOf(file)?.type).toBe(type)
})

test.each([
  ['nothing', ''],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
  ['a PDF', '%PDF-1.7 and so on'],
  ['a program', '\x7fELF\x02\x01\x01 and so on'],
  ['the beginning of a PNG', '\x89PNG\r\n'],
  ['a WAV, which begins as a WebP does', 'RIFF....WAVEfmt '],
  ['an AVIF, which begins as a film does', '\0\0\0\x20ftypavif'],
  ['a HEIC', '\0\0\0\x20ftypheic'],
  ['a song', '\0\0\0\x20ftypM4A '],
])('%s is none of those', (_, text) => {
  expect(kindOf(Buffer.from(text, 'latin1'))).toBeNull()
})

test.each([
  ['PNG', pngOf(1_280, 720)],
  ['GIF', gifOf(1_280, 720)],
  ['JPEG', jpegOf(1_280, 720)],
  ['JPEG with a profile of 60 KB before it', jpegOf(1_280, 720, { profileBytes: 60_000 })],
  ['JPEG that was held straight', jpegOf(1_280, 720, { orientation: 1 })],
  ['JPEG that was held upright', jpegOf(720, 1_280, { orientation: 6 })],
  [
    'JPEG that was held upright, by a camera that counts the other way',
    jpegOf(720, 1_280, { orientation: 8, isLittle: true }),
  ],
  ['WebP, extended', WEBP.extended(1_280, 720)],
  ['WebP, lossless', WEBP.lossless(1_280, 720)],
  ['WebP, lossy', WEBP.lossy(1_280, 720)],
])('the header of a %s tells its size as it is shown', (_, file) => {
  expect(sizeOf(file)).toEqual({ width: 1_280, height: 720 })
})

test('a header that ends too early, or says nothing, has no size', () => {
  const file = jpegOf(1_280, 720, { orientation: 6, profileBytes: 300 })
  for (let bytes = 12; bytes < file.length - 12; bytes++) expect(sizeOf(file.subarray(0, bytes))).toBeNull()
  expect(sizeOf(pngOf(0, 10))).toBeNull()
})

test('no file of whatever bytes makes a reader fail or run for ever', async () => {
  const heads = [
    jpegOf(1, 1),
    pngOf(1, 1),
    gifOf(1, 1),
    WEBP.lossy(1, 1),
    filmOf({ width: 1, height: 1, durationMs: 1 }),
  ]
  const anyFile = fc
    .tuple(fc.constantFrom(...heads), fc.nat(200), fc.uint8Array({ maxLength: 300 }))
    .map(([head, kept, rest]) => Buffer.concat([head.subarray(0, kept), rest]))
  await fc.assert(
    fc.asyncProperty(anyFile, async (file) => {
      sizeOf(file)
      await factsOf(file)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['MP4', {}],
  ['one with times of 64 bits', { isLong: true }],
  ['one whose content comes first, with a length of 64 bits', { contentBytes: 5_000 }],
])('a film tells how long and how large it is: %s', async (_, more) => {
  const film = filmOf({ width: 1_920, height: 1_080, durationMs: 61_500, ...more })
  expect(await factsOf(film)).toEqual({ width: 1_920, height: 1_080, durationMs: 61_500 })
})

test('a film that is shown turned by a quarter is as wide as it was high', async () => {
  const film = filmOf({ width: 1_920, height: 1_080, durationMs: 1_000, isTurned: true })
  expect(await factsOf(film)).toEqual({ width: 1_080, height: 1_920, durationMs: 1_000 })
})

test('of a film that was never finished nobody knows how long it is, and of half of one nothing', async () => {
  const unfinished = filmOf({ width: 640, height: 360, durationMs: 0xffff_ffff })
  expect(await factsOf(unfinished)).toEqual({ width: 640, height: 360, durationMs: null })
  const film = filmOf({ width: 640, height: 360, durationMs: 1_000, contentBytes: 1_000 })
  expect(await factsOf(film.subarray(0, 500))).toEqual({ width: null, height: null, durationMs: null })
})
