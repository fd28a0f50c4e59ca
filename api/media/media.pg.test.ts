/** Files through the real door: in with a session, out with a signed address. */
import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MediaView } from '../../engine/outside/media/view.ts'
import { MediaPart } from '../../engine/store/entities/media-part.ts'
import { makeAuthenticate } from '../auth/session.ts'
import { appRouter } from '../router.ts'
import { type Server, startServer } from '../server.ts'
import { jar, PASSWORD, type Parley, type Someone, withParley } from '../testing.ts'

const BYTES_MAX = 24 * 1024 * 1024
const ORIGIN = 'https://app.example.org'

let parley: Parley
let server: Server
let address: string
let ann: Someone

beforeAll(async () => {
  parley = await withParley({ port: 0, mediaBytesMax: BYTES_MAX, origins: [ORIGIN], passwordThreads: 2 })
  const authenticate = makeAuthenticate(parley.node)
  server = await startServer({ node: parley.node, router: appRouter, authenticate, webRoot: null })
  address = `http://127.0.0.1:${server.port}`
  ann = await parley.someone('Ann')
})
afterAll(async () => {
  server.close()
  await parley.stop()
})

/** The header of a PNG, and then bytes that repeat nowhere soon. */
function pngOf(bytes: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at++) file[at] = (at * 31 + (at >> 8)) & 0xff
  file.set(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80\0\0\x01\xe0', 'latin1'))
  return file
}

const bearer = (who = ann) => ({ authorization: `Bearer ${who.accessToken}` })

async function upload(
  body: string | Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Record<string, string> = bearer(),
) {
  const response = await fetch(`${address}/media`, {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  } as RequestInit)
  const answer = (await response.json()) as { media: MediaView; error?: { data: { reason: string } } }
  return { status: response.status, media: answer.media, reason: answer.error?.data.reason }
}

const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${address}${url}`, { method, headers })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('a large file goes in and comes out as it was, with its length told', async () => {
  const file = pngOf(20 * 1024 * 1024 + 77)
  const headers = { ...bearer(), 'x-file-name': encodeURIComponent('größer.png') }
  const { status, media } = await upload(file, headers)
  expect(status).toBe(200)
  expect(media).toMatchObject({
    name: 'größer.png',
    type: 'image/png',
    bytes: file.length,
    width: 640,
    height: 480,
  })
  const got = await get(media.url)
  expect(got.headers.get('content-length')).toBe(String(file.length))
  expect(sha256(new Uint8Array(await got.arrayBuffer()))).toBe(sha256(file))
})

test('a browser gets a file that can do nothing but be shown', async () => {
  const { media } = await upload(pngOf(1_000))
  const { status, headers } = await get(media.url)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('image/png')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''/)
  expect(headers.get('cache-control')).toMatch(/^private, max-age=\d{5,6}, immutable$/)
})

test('parts of a file are had by range, and what one has is not sent again', async () => {
  const file = pngOf(700_000)
  const { media } = await upload(file)
  const whole = await get(media.url)
  const etag = whole.headers.get('etag') as string
  const part = await get(media.url, { range: 'bytes=262000-262999' })
  expect([part.status, part.headers.get('content-range')]).toEqual([
    206,
    `bytes 262000-262999/${file.length}`,
  ])
  expect(sha256(new Uint8Array(await part.arrayBuffer()))).toBe(sha256(file.subarray(262_000, 263_000)))
  const beyond = await get(media.url, { range: 'bytes=700000-' })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */700000'])
  expect((await get(media.url, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200)
  expect((await get(media.url, { range: 'bytes=0-9', 'if-range': etag })).status).toBe(206)
  expect((await get(media.url, { 'if-none-match': etag })).status).toBe(304)
  const head = await get(media.url, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '700000'])
})

test('an address that is not ours, or was changed, opens nothing', async () => {
  const { media } = await upload(pngOf(1_000))
  const path = `/media/${media.id}`
  for (const url of [
    path,
    media.url.replace(/until=\d/, 'until=9'),
    media.url.slice(0, -4),
    '/media/rubbish',
  ]) {
    expect((await get(url)).status).toBe(404)
  }
  await ann.call.media.remove({ mediaId: media.id })
  expect((await get(media.url)).status).toBe(404)
})

test('nobody, and a page of another site, puts nothing in', async () => {
  expect(await upload(pngOf(1_000), {})).toMatchObject({ status: 401, reason: 'NOT_SIGNED_IN' })
  const signUp = await fetch(`${address}/trpc/auth.signUp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-session': 'cookie', origin: address },
    body: JSON.stringify({ email: 'web@example.org', password: PASSWORD, name: 'Web' }),
  })
  const cookies = jar(signUp.headers.getSetCookie())
  const cookie = Object.entries(cookies)
    .map(([key, value]) => `${key}=${value}`)
    .join('; ')
  expect(await upload(pngOf(1_000), { cookie })).toMatchObject({ status: 403, reason: 'CSRF_MISSING' })
  const csrf = { cookie, 'x-csrf': cookies.parley_csrf as string }
  const elsewhere = { ...csrf, origin: 'https://evil.example' }
  expect(await upload(pngOf(1_000), elsewhere)).toMatchObject({ status: 403, reason: 'ORIGIN_REFUSED' })
  expect(await upload(pngOf(1_000), csrf)).toMatchObject({ status: 200 })
})

test('what is no image and no film is refused, and so is what is too large, said or found out', async () => {
  expect(await upload('<svg onload="alert(1)"/>')).toMatchObject({ status: 400, reason: 'MEDIA_UNREADABLE' })
  expect(await upload('')).toMatchObject({ status: 400, reason: 'MEDIA_UNREADABLE' })
  const tooMuch = pngOf(BYTES_MAX + 1)
  expect(await upload(tooMuch)).toMatchObject({ status: 413, reason: 'MEDIA_TOO_LARGE' })
  const unsaid = new ReadableStream({
    start(controller) {
      controller.enqueue(tooMuch)
      controller.close()
    },
  })
  expect(await upload(unsaid)).toMatchObject({ status: 413, reason: 'MEDIA_TOO_LARGE' })
})

test('a file whose sender goes away half way leaves nothing behind', async () => {
  const pieces = () => parley.node.store.em().count(MediaPart, {})
  const before = await pieces()
  const socket = connect(server.port, '127.0.0.1')
  const head = `POST /media HTTP/1.1\r\nhost: here\r\ncontent-length: 2000000\r\nauthorization: Bearer ${ann.accessToken}\r\n\r\n`
  socket.write(head)
  socket.write(pngOf(1_000_000))
  await expect.poll(pieces).toBeGreaterThan(before)
  socket.destroy()
  await expect.poll(pieces).toBe(before)
})

test('other origins of ours may send files, with the headers that takes', async () => {
  const asked = await fetch(`${address}/media`, {
    method: 'OPTIONS',
    headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
  })
  expect(asked.status).toBe(204)
  expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  expect(asked.headers.get('access-control-allow-headers')).toContain('x-file-name')
})

test('files are listed newest first, described, and paged through', async () => {
  const bob = await parley.someone('Bob')
  const organisationId = await parley.organisation('Acme', [bob])
  const headers = { ...bearer(bob), 'x-organisation': organisationId }
  const ids: string[] = []
  for (let file = 0; file < 3; file++) ids.unshift((await upload(pngOf(1_000 + file), headers)).media.id)
  const call = await parley.as({ token: bob.accessToken, organisationId })
  const first = await call.media.list({ limit: 2 })
  const second = await call.media.list({ limit: 2, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids)
  expect(second.nextCursor).toBeUndefined()
  const described = await call.media.describe({ mediaId: ids[0] as string, altText: ' the sun ' })
  expect(described.media.altText).toBe('the sun')
  expect((await ann.call.media.list()).items.map(({ id }) => id)).not.toContain(ids[0])
})
