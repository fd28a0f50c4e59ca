import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from './testing.ts'

const PAGE =
  '<!doctype html><script>theme()</script><script type="module" src="/assets/app-1a2b.js"></script>'
const SCRIPT = 'export const app = 1\n'.repeat(500)

let world: World
let webRoot: string
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'parley-web-'))
  await mkdir(join(webRoot, 'assets'))
  await writeFile(join(webRoot, 'index.html'), PAGE)
  await writeFile(join(webRoot, 'assets/app-1a2b.js'), SCRIPT)
  world = await openWorld({ webRoot })
})
afterAll(async () => {
  await world.close()
  await rm(webRoot, { recursive: true })
})

const get = (path: string, init: RequestInit = {}) => fetch(`http://${world.address}${path}`, init)

describe('the web app', () => {
  it('has its page at / and at every deep link, never cached, under a policy that knows its scripts', async () => {
    for (const path of ['/', '/conversation/42']) {
      const page = await get(path)
      expect([page.status, await page.text()]).toEqual([200, PAGE])
      expect(page.headers.get('cache-control')).toBe('no-cache')
      expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-[\w+/=]{44}'/)
    }
  })

  it('sends hashed files to be kept for ever, compressed for who takes it', async () => {
    const script = await get('/assets/app-1a2b.js', { headers: { 'accept-encoding': 'br' } })
    expect(Object.fromEntries(script.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'x-content-type-options': 'nosniff',
    })
    expect(await script.text()).toBe(SCRIPT)
    const head = await get('/assets/app-1a2b.js', {
      method: 'HEAD',
      headers: { 'accept-encoding': 'identity' },
    })
    expect(head.headers.get('content-length')).toBe(String(SCRIPT.length))
  })

  it('answers 304 to who has it', async () => {
    const etag = (await get('/')).headers.get('etag') ?? ''
    expect((await get('/', { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  it('has nothing else: no missing file, no folder above, no other method', async () => {
    for (const path of ['/assets/gone.js', '/..%2f..%2fetc/passwd.txt', '/%2e%2e/%2e%2e/etc/hosts.txt']) {
      expect((await get(path)).status).toBe(404)
    }
    expect((await get('/', { method: 'POST' })).status).toBe(405)
  })
})
