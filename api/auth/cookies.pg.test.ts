import { afterAll, beforeAll, expect, test } from 'vitest'
import { jar, PASSWORD, type Parley, refusal, withParley } from '../testing.ts'

const ORIGIN = 'https://app.example.org'
const WEB = { 'x-session': 'cookie', host: 'chat.example.org', origin: 'https://chat.example.org' }
let parley: Parley
let cookies: Record<string, string>

beforeAll(async () => {
  parley = await withParley({ origins: [ORIGIN], secureCookies: true })
  const browser = await parley.as({ headers: WEB })
  const ann = await browser.auth.signUp({ email: 'ann@example.org', password: PASSWORD, name: 'Ann' })
  expect([ann.accessToken, ann.refreshToken]).toEqual(['', ''])
  cookies = jar(parley.setCookies)
})
afterAll(() => parley.stop())

test('the web app gets its tokens where scripts cannot read them, and a CSRF token where they can', () => {
  const line = (name: string) => parley.setCookies.find((cookie) => cookie.startsWith(`${name}=`)) ?? ''
  expect(line('parley_access')).toMatch(/Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure/)
  expect(line('parley_refresh')).toMatch(/Path=\/trpc; HttpOnly; SameSite=Lax/)
  expect(line('parley_csrf')).not.toMatch(/HttpOnly/)
})

test('a read needs the cookie only, a change needs the CSRF token too', async () => {
  expect((await (await parley.as({ cookies })).auth.me()).user.name).toBe('Ann')
  const change = async (headers: Record<string, string>) =>
    (await parley.as({ cookies, headers })).conversations.create({
      kind: 'group',
      title: 'Tea',
      memberIds: [],
    })
  expect(await refusal(change(WEB))).toBe('CSRF_MISSING')
  expect(await refusal(change({ ...WEB, 'x-csrf': 'wrong' }))).toBe('CSRF_MISSING')
  const csrf = { 'x-csrf': cookies.parley_csrf as string }
  expect(await refusal(change({ ...WEB, ...csrf, origin: 'https://evil.example' }))).toBe('ORIGIN_REFUSED')
  expect((await change({ ...WEB, ...csrf })).conversation.title).toBe('Tea')
  expect((await change({ ...WEB, ...csrf, origin: ORIGIN })).conversation.title).toBe('Tea')
})

test('a bearer token needs no CSRF token, for no browser sends it by itself', async () => {
  const someone = await parley.someone('Bob')
  const made = await someone.call.conversations.create({ kind: 'group', title: 'Tea', memberIds: [] })
  expect(made.conversation.title).toBe('Tea')
})

test('a refresh by cookie answers by cookie, and needs the CSRF token', async () => {
  expect(await refusal((await parley.as({ cookies, headers: WEB })).auth.refresh())).toBe('CSRF_MISSING')
  const headers = { ...WEB, 'x-csrf': cookies.parley_csrf as string }
  const before = parley.setCookies.length
  expect(await (await parley.as({ cookies, headers })).auth.refresh({ refreshToken: '' })).toEqual({
    accessToken: '',
    refreshToken: '',
  })
  cookies = { ...cookies, ...jar(parley.setCookies.slice(before)) }
  expect((await (await parley.as({ cookies })).auth.me()).user.name).toBe('Ann')
})

test('sign-out takes the cookies away', async () => {
  const headers = { ...WEB, 'x-csrf': cookies.parley_csrf as string }
  const before = parley.setCookies.length
  await (await parley.as({ cookies, headers })).auth.signOut()
  expect(parley.setCookies.slice(before).every((line) => line.includes('Max-Age=0'))).toBe(true)
  expect(parley.setCookies.length - before).toBe(3)
  expect(await refusal((await parley.as({ cookies })).auth.me())).toBe('TOKEN_INVALID')
})
