import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mediumOf, prepared, preparedWithLosses, published } from '../testing.ts'
import { LINKEDIN_SETTINGS } from './settings.ts'
import { ORGANISATION, openLinkedin, PERSON } from './testing.ts'

const MB = 1024 * 1024

test('a film goes in parts to their own addresses, without our token, in as many visits as it takes', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION, { bytesPerVisit: 4 * MB })
  const media = [mediumOf('video/mp4', 9 * MB)]
  const order = await prepared(platform, orderOf({ media, options: { title: 'A film' } }))
  const [asset] = linkedin.uploads.all.values()
  expect([...(asset?.parts.values() ?? [])].map(({ bytes }) => bytes / MB)).toEqual([4, 4, 1])
  await published(platform, order)
  expect(linkedin.posts()[0]?.content).toEqual({ media: { id: asset?.urn, title: 'A film' } })
  await fake.stop()
})

test('an upload whose addresses have ended is begun anew', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION, { bytesPerVisit: 4 * MB })
  const order = orderOf({ media: [mediumOf('video/mp4', 5 * MB)] })
  const { outcome } = await platform.prepare(order)
  linkedin.uploads.clear()
  const keys = outcome.is === 'stored' ? outcome.keys : {}
  await published(platform, await prepared(platform, { ...order, keys }))
  await fake.stop()
})

test('an upload whose addresses end again and again is given up', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION)
  linkedin.uploads.moods.endsAddresses = true
  const order = orderOf({ media: [mediumOf('image/png', 10)] })
  await expect(prepared(platform, order)).rejects.toThrow('rejected')
  expect(linkedin.uploads.all.size).toBe(LINKEDIN_SETTINGS.uploadsMax)
  await fake.stop()
})

test('a film that LinkedIn cannot make sense of is refused', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION)
  linkedin.uploads.moods.failsFilms = true
  const order = orderOf({ media: [mediumOf('video/mp4', MB)] })
  await expect(prepared(platform, order)).rejects.toThrow('rejected')
  await fake.stop()
})

test('an image that is not ready when it should be public is tried again later', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON, { mediaGraceMs: 0 })
  linkedin.uploads.moods.looks = 2
  const order = await prepared(platform, orderOf({ media: [mediumOf('image/png', 10)] }))
  const { outcome } = await platform.publish(order)
  expect(outcome).toMatchObject({ is: 'failed', why: 'MEDIA_ASSET_WAITING_UPLOAD' })
  await published(platform, order)
  await fake.stop()
})

test('several images stand in their order with their descriptions', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  const media = [mediumOf('image/png', 10, 'first'), mediumOf('image/jpeg', 10)]
  await published(platform, await prepared(platform, orderOf({ media })))
  const [one, two] = linkedin.uploads.all.keys()
  expect(linkedin.posts()[0]?.content).toEqual({
    multiImage: { images: [{ id: one, altText: 'first' }, { id: two }] },
  })
  await fake.stop()
})

test('whichever visits are lost, what is shown at last is whole', async () => {
  const { platform, orderOf, fake, linkedin, reset } = await openLinkedin(ORGANISATION, {
    bytesPerVisit: 4 * MB,
  })
  const losses = fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 2 })
  const whole = fc.asyncProperty(losses, async (lost) => {
    reset()
    const order = orderOf({ media: [mediumOf('video/mp4', 6 * MB)] })
    await published(platform, await preparedWithLosses(platform, order, lost))
    const shown = linkedin.uploads.all.get(linkedin.posts()[0]?.mediaUrns[0] ?? '')
    expect([...(shown?.parts.values() ?? [])].map(({ bytes }) => bytes / MB)).toEqual([4, 2])
  })
  await fc.assert(whole, { numRuns: 10 })
  await fake.stop()
})
