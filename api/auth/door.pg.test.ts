/** Accounts through the real door: what browsers and sockets see. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appRouter } from '../router.ts'
import { type Server, startServer } from '../server.ts'
import { jar, PASSWORD, type Parley, withParley } from '../testing.ts'
import { makeAuthenticate } from './session.ts'

let parley: Parley
let server: Server
let address: string

beforeAll(async () => {
  parley = await withParley({ port: 0 })
  const authenticate = makeAuthenticate(parley.node)
  server = await startServer({ node: parley.node, router: appRouter, authenticate, webRoot: null })
  address = `http://127.0.0.1:${server.port}`
})
afterAll(async () => {
  server.close()
  await parley.stop()
})

async function mutate(path: string, input: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${address}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  })
  const { result, error } = (await response.json()) as {
    result?: { data: Record<string, unknown> }
    error?: { data: { reason: string } }
  }
  return { status: response.status, cookies: response.headers.getSetCookie(), data: result?.data, error }
}

const cookieHeader = (cookies: Record<string, string>) =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')

test('a browser signs up, changes something, refreshes and signs out, by cookies alone', async () => {
  const web = { 'x-session': 'cookie', origin: address }
  const account = { email: 'ann@example.org', password: PASSWORD, name: 'Ann' }
  const signedUp = await mutate('auth.signUp', account, web)
  expect(signedUp).toMatchObject({ status: 200, data: { accessToken: '', refreshToken: '' } })
  let cookies = jar(signedUp.cookies)
  const riding = () => ({
    origin: address,
    cookie: cookieHeader(cookies),
    'x-csrf': cookies.parley_csrf as string,
  })

  const tea = { kind: 'group', title: 'Tea', memberIds: [] }
  expect((await mutate('conversations.create', tea, riding())).status).toBe(200)
  const forged = await mutate('conversations.create', tea, { origin: address, cookie: cookieHeader(cookies) })
  expect(forged).toMatchObject({ status: 403, error: { data: { reason: 'CSRF_MISSING' } } })

  const refreshed = await mutate('auth.refresh', {}, riding())
  expect(refreshed.status).toBe(200)
  cookies = { ...cookies, ...jar(refreshed.cookies) }
  const signedOut = await mutate('auth.signOut', {}, riding())
  expect(signedOut.cookies).toHaveLength(3)
  const after = await mutate('conversations.create', tea, riding())
  expect(after).toMatchObject({ status: 401, error: { data: { reason: 'TOKEN_INVALID' } } })
})

test('sign-out closes the sockets of its session and no others', async () => {
  const [bob, cleo] = [await parley.someone('Bob'), await parley.someone('Cleo')]
  const [his, hers] = [await socketOf(bob.accessToken), await socketOf(cleo.accessToken)]
  const closed = new Promise<void>((resolve) => {
    his.onclose = () => resolve()
  })
  await mutate('auth.signOut', { refreshToken: bob.refreshToken })
  await closed
  expect(hers.readyState).toBe(WebSocket.OPEN)
  hers.close()
})

test('wrong credentials and too many of them have their status', async () => {
  const guess = { email: 'dora@example.org', password: 'a guess' }
  const tries = await Promise.all(Array.from({ length: 11 }, () => mutate('auth.signIn', guess)))
  expect(tries.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), 429])
})

/** A socket that has been answered as this person. */
async function socketOf(token: string): Promise<WebSocket> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/trpc?connectionParams=1`)
  await new Promise((resolve) => {
    socket.onopen = resolve
  })
  const answered = new Promise<string>((resolve) => {
    socket.onmessage = ({ data }) => resolve(String(data))
  })
  socket.send(JSON.stringify({ method: 'connectionParams', data: { token } }))
  socket.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'auth.me' } }))
  expect(JSON.parse(await answered)).toMatchObject({ id: 1, result: { data: { user: {} } } })
  return socket
}
