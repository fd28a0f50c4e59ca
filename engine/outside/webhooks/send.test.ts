import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sendWebhook } from './send.ts'
import { signatureOf } from './sign.ts'

const heard: { headers: IncomingMessage['headers']; body: string }[] = []
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    heard.push({ headers: request.headers, body })
    if (request.url === '/silent') return
    response.writeHead(request.url === '/moved' ? 302 : 204, { location: '/elsewhere' }).end()
  })
})
let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const HERE = [{ address: '127.0.0.1', family: 4 }]
const send = (path: string, more: Partial<Parameters<typeof sendWebhook>[1]> = {}) =>
  sendWebhook(
    { url: `http://hooks.example.org:${port}${path}`, body: '{"ä":1}', headers: { 'parley-number': '7' } },
    { allowPrivate: true, timeoutMs: 5_000, resolve: async () => HERE, ...more },
  )

describe('a webhook', () => {
  test('is posted to the address that its name had, under its name', async () => {
    expect(await send('/hook')).toEqual({ status: 204 })
    expect(heard.at(-1)).toMatchObject({
      body: '{"ä":1}',
      headers: { host: `hooks.example.org:${port}`, 'parley-number': '7', 'content-length': '8' },
    })
  })

  test('follows no redirect', async () => {
    const before = heard.length
    expect(await send('/moved')).toEqual({ status: 302 })
    expect(heard.length).toBe(before + 1)
  })

  test('that gets no answer says so', async () => {
    expect(await send('/silent', { timeoutMs: 50 })).toEqual({ trouble: 'no answer within 0.05 s' })
    const nobody = { resolve: async () => Promise.reject(new Error('ENOTFOUND')) }
    expect(await send('/hook', nobody)).toEqual({
      trouble: 'the name hooks.example.org could not be resolved',
    })
  })

  test('never reaches a private address', async () => {
    const before = heard.length
    const closed = (url: string, addresses = HERE) =>
      sendWebhook(
        { url, body: '', headers: {} },
        { allowPrivate: false, timeoutMs: 1_000, resolve: async () => addresses },
      )
    const inside = { trouble: 'hooks.example.org is an address of a private network' }
    const both = [{ address: '8.8.8.8', family: 4 }, ...HERE]
    expect(await closed(`https://hooks.example.org:${port}/`)).toEqual(inside)
    expect(await closed(`https://hooks.example.org:${port}/`, both)).toEqual(inside)
    expect(await closed(`http://hooks.example.org:${port}/`)).toEqual({
      trouble: 'an address must begin with https://',
    })
    expect(await closed('https://ann:secret@hooks.example.org/')).toEqual({
      trouble: 'an address with a password in it',
    })
    expect(await closed('rubbish')).toEqual({ trouble: 'this is no address' })
    expect(heard.length).toBe(before)
  })

  test('is signed so that its time cannot be changed', () => {
    const signature = signatureOf('secret', 'body', 1_700_000_000_999)
    expect(signature).toMatch(/^t=1700000000,v1=[0-9a-f]{64}$/)
    expect(signatureOf('other', 'body', 1_700_000_000_999)).not.toBe(signature)
    expect(signatureOf('secret', 'body', 1_700_000_001_000)).not.toBe(signature)
  })
})
