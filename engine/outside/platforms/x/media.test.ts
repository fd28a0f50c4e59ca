import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mediumOf, prepared, preparedWithLosses, published } from '../testing.ts'
import { X_SETTINGS } from './settings.ts'
import { KB, openX } from './testing.ts'

test('a film is sent in parts over several visits, made ready, and shown', async () => {
  const { platform, orderOf, fake, x } = await openX()
  const order = await prepared(platform, orderOf({ media: [mediumOf('video/mp4', 500 * KB, 'a harbour')] }))
  const [upload] = x.uploads.all.values()
  expect(upload).toMatchObject({ state: 'succeeded', bytes: 500 * KB, altText: null })
  expect(upload?.parts.size).toBe(8)
  await published(platform, order)
  expect(x.posts()[0]?.mediaIds).toEqual([upload?.id])
  await fake.stop()
})

test('photos carry their descriptions, in their order', async () => {
  const { platform, orderOf, fake, x } = await openX()
  const media = [mediumOf('image/png', 10, 'first'), mediumOf('image/jpeg', 10, 'second')]
  await published(platform, await prepared(platform, orderOf({ media })))
  const uploads = x.posts()[0]?.mediaIds.map((id) => x.uploads.all.get(id)?.altText)
  expect(uploads).toEqual(['first', 'second'])
  await fake.stop()
})

test('a film that X cannot make sense of is refused', async () => {
  const { platform, orderOf, fake, x } = await openX()
  x.uploads.moods.failsFilms = true
  const order = orderOf({ media: [mediumOf('video/mp4', 100 * KB)] })
  await expect(prepared(platform, order)).rejects.toThrow('rejected')
  await fake.stop()
})

test('an upload that X forgot or closed is begun anew', async () => {
  const { platform, orderOf, fake, x, passes } = await openX()
  const order = await prepared(platform, orderOf({ media: [mediumOf('image/png', 300 * KB)] }))
  // a visit that closed it was not heard of
  const half = {
    ...order.keys,
    'media.0.sent': String(128 * KB),
    'media.0.segment': '2',
    'media.0.state': '',
  }
  const anew = await prepared(platform, { ...order, keys: half })
  expect(x.uploads.all.size).toBe(2)
  passes(24 * 60 * 60_000)
  const { credential } = orderOf()
  await published(platform, await prepared(platform, { ...anew, credential }))
  expect(x.uploads.all.size).toBe(3)
  await fake.stop()
})

test('an upload that X refuses again and again ends', async () => {
  const { platform, orderOf, fake, x } = await openX()
  x.uploads.moods.refusesParts = true
  const order = orderOf({ media: [mediumOf('image/png', 10)] })
  await expect(prepared(platform, order)).rejects.toThrow('rejected')
  expect(x.uploads.all.size).toBe(X_SETTINGS.uploadsMax)
  await fake.stop()
})

test('whichever visits are lost, what is shown at last is whole', async () => {
  const { platform, orderOf, fake, x, reset } = await openX()
  const losses = fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 2 })
  const whole = fc.asyncProperty(losses, async (lost) => {
    reset()
    const media = [mediumOf('image/png', 300 * KB, 'a harbour'), mediumOf('image/png', 100 * KB)]
    await published(platform, await preparedWithLosses(platform, orderOf({ media }), lost))
    const shown = x.posts()[0]?.mediaIds.map((id) => x.uploads.all.get(id))
    expect(shown).toMatchObject([{ bytes: 300 * KB, altText: 'a harbour' }, { bytes: 100 * KB }])
  })
  await fc.assert(whole, { numRuns: 30 })
  await fake.stop()
})
