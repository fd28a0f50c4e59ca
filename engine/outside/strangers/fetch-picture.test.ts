import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FetchOptions, fetchPicture } from './fetch-picture.ts'

const PICTURE = Buffer.from('a few bytes')
let address = ''
const asked: string[] = []
const server = createServer(({ url = '' }, response) => {
  asked.push(url)
  if (url === '/silent') return
  if (url === '/moved') return void response.writeHead(302, { location: '/ann.png' }).end()
  if (url === '/inside') return void response.writeHead(302, { location: 'http://10.0.0.1/secret' }).end()
  if (url === '/circle') return void response.writeHead(302, { location: '/circle' }).end()
  if (url === '/gone') return void response.writeHead(403).end('no')
  response.writeHead(200).end(url === '/large' ? Buffer.alloc(2_000) : PICTURE)
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://cdn.example.org:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const get = (path: string, more: Partial<FetchOptions> = {}) =>
  fetchPicture(`${address}${path}`, {
    allowPrivate: true,
    timeoutMs: 5_000,
    bytesMax: 1_000,
    resolve,
    ...more,
  })

test('a picture is fetched, also where it was moved to', async () => {
  expect(await get('/ann.png')).toEqual({ bytes: PICTURE })
  expect(await get('/moved')).toEqual({ bytes: PICTURE })
})

test('what is too large, gone, silent or sent in a circle is none', async () => {
  expect(await get('/large')).toEqual({ trouble: 'more than 1000 bytes' })
  expect(await get('/gone')).toEqual({ trouble: 'answered 403' })
  expect(await get('/silent', { timeoutMs: 50 })).toEqual({ trouble: 'no answer within 0.05 s' })
  expect(await get('/circle')).toEqual({ trouble: 'it was sent on again and again' })
})

test('nobody is led into our own network, not even by being sent on', async () => {
  const before = asked.length
  expect(await get('/ann.png', { allowPrivate: false })).toHaveProperty('trouble')
  const inside = await fetchPicture('https://cdn.example.org/a', {
    allowPrivate: false,
    timeoutMs: 1_000,
    bytesMax: 1_000,
    resolve,
  })
  expect(inside).toEqual({ trouble: 'cdn.example.org is an address of a private network' })
  expect(asked.length).toBe(before)
  // the second address is checked as the first one is
  const second = async (host: string) => {
    if (host === 'cdn.example.org') return [{ address: '127.0.0.1', family: 4 }]
    throw new Error(`${host} was looked up`)
  }
  expect(await get('/inside', { resolve: second })).toEqual({
    trouble: 'the name 10.0.0.1 could not be resolved',
  })
})
