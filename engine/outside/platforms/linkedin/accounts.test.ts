import { expect, test } from 'vitest'
import { published, REDIRECT_URI } from '../testing.ts'
import { LINKEDIN_SETTINGS } from './settings.ts'
import { ORGANISATION, openLinkedin, PERSON, START } from './testing.ts'

const DAY_MS = 24 * 60 * 60_000

test('a version that is gone is for an operator, and a look ahead sees it coming', async () => {
  const { platform, orderOf, fake, linkedin, passes } = await openLinkedin(PERSON)
  expect((await platform.rehearse(orderOf())).outcome).toMatchObject({ is: 'ready' })
  passes(Date.parse(LINKEDIN_SETTINGS.versionEndsAt) - START - DAY_MS)
  expect((await platform.rehearse(orderOf())).outcome).toMatchObject({ is: 'configDead' })
  linkedin.moods.oldestVersion = '202610'
  const { outcome } = await platform.publish(orderOf())
  expect(outcome).toEqual({ is: 'configDead', code: 'NONEXISTENT_VERSION' })
  await fake.stop()
})

test('a call without a version is refused', async () => {
  const { orderOf, fake } = await openLinkedin(PERSON)
  const authorization = `Bearer ${orderOf().credential.accessToken}`
  const response = await fetch(`${fake.url}/rest/posts`, {
    method: 'POST',
    body: '{}',
    headers: { authorization },
  })
  expect([response.status, await response.json()]).toMatchObject([400, { code: 'VERSION_MISSING' }])
  await fake.stop()
})

test('who is no administrator any more is told before the time and at it', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION)
  linkedin.administrators.set('100', new Set(['bob']))
  expect((await platform.rehearse(orderOf())).outcome).toEqual({ is: 'authDead', code: 'not-administrator' })
  expect((await platform.publish(orderOf())).outcome).toEqual({ is: 'authDead', code: 'ACCESS_DENIED' })
  await fake.stop()
})

test('one consent gives the person and the organisations they administer', async () => {
  const { platform, consent, fake, linkedin } = await openLinkedin(PERSON)
  linkedin.administrators.set('7', new Set(['ann', 'bob'])).set('8', new Set(['bob']))
  const asked = { redirectUri: REDIRECT_URI, state: 'a', challenge: '' }
  const code = await consent(platform.authorizeUrl(asked))
  const answer = await platform.connect({ code, redirectUri: REDIRECT_URI, verifier: '' })
  const accounts = answer.is === 'ok' ? answer.accounts : []
  expect(accounts.map(({ credential, name }) => [credential.accountRef, name])).toEqual([
    [PERSON, 'ann of LinkedIn'],
    [ORGANISATION, 'Organisation of 100'],
    ['urn:li:organization:7', 'Organisation of 7'],
  ])
  await fake.stop()
})

test('without a refresh token an account lives as long as its token is taken, and a look ahead sees the end', async () => {
  const { platform, consent, fake, linkedin, passes, orderOf } = await openLinkedin(PERSON)
  linkedin.oauth.moods.refreshes = false
  const asked = { redirectUri: REDIRECT_URI, state: 'a', challenge: '' }
  const code = await consent(platform.authorizeUrl(asked))
  const answer = await platform.connect({ code, redirectUri: REDIRECT_URI, verifier: '' })
  if (answer.is !== 'ok') throw new Error(answer.is)
  const credential = answer.accounts[0]!.credential
  expect(credential).toMatchObject({
    refreshToken: null,
    expiresAt: new Date(START + 60 * DAY_MS).toISOString(),
  })
  expect(await platform.refresh(credential)).toEqual({ is: 'ok', credential })
  passes(59 * DAY_MS - 1)
  expect((await platform.rehearse(orderOf({ credential }))).outcome).toMatchObject({ is: 'ready' })
  passes(1)
  expect((await platform.rehearse(orderOf({ credential }))).outcome).toMatchObject({ code: 'token-ends' })
  passes(DAY_MS)
  expect(await platform.refresh(credential)).toEqual({ is: 'authDead', code: 'no-refresh-token' })
  await fake.stop()
})

test('a refresh keeps the refresh token that the answer leaves out', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  const { credential } = orderOf()
  linkedin.oauth.expireAll()
  const first = await platform.refresh(credential)
  if (first.is !== 'ok') throw new Error(first.is)
  expect(first.credential.refreshToken).toBe(credential.refreshToken)
  await published(platform, orderOf({ credential: first.credential }))
  await fake.stop()
})

test('an organisation is told how its posts do, a person is not', async () => {
  const { platform, orderOf, fake } = await openLinkedin(ORGANISATION)
  const order = orderOf()
  const id = await published(platform, order)
  const measured = await platform.measure(order.credential, [id, 'urn:li:share:1'])
  const metrics = { views: 100, likes: 7, comments: 3, shares: 2 }
  expect(measured).toMatchObject({ is: 'ok', metrics: new Map([[id, metrics]]) })
  const person = { ...order.credential, accountRef: PERSON }
  expect(await platform.measure(person, [id])).toMatchObject({ is: 'ok', metrics: new Map() })
  await fake.stop()
})
