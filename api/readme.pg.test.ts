/** The README's five-minute client, run as it stands against a running server. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '../engine/kernel/assert.ts'
import { makeAuthenticate } from './auth/session.ts'
import { appRouter } from './router.ts'
import { type Server, startServer } from './server.ts'
import { type Parley, withParley } from './testing.ts'

const ROOT = join(import.meta.dirname, '..')
const OUTPUT = join(ROOT, 'test-output')

let parley: Parley
let server: Server

beforeAll(async () => {
  parley = await withParley({ port: 0 })
  const { node } = parley
  server = await startServer({ node, router: appRouter, authenticate: makeAuthenticate(node), webRoot: null })
})

afterAll(async () => {
  server?.close()
  await parley?.stop()
})

test('the client of the README prints the message it sent, at its position', async () => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  const [, client] = must(/```ts\n([\s\S]*?)```/.exec(readme), 'the README shows a client')
  const file = join(OUTPUT, 'five-minutes.ts')
  await mkdir(OUTPUT, { recursive: true })
  await writeFile(
    file,
    must(client, 'the client has code').replace("'./api/router.ts'", "'../api/router.ts'"),
  )

  const env = { ...process.env, PARLEY_URL: `http://127.0.0.1:${server.port}` }
  const { stdout } = await promisify(execFile)(process.execPath, [file], { env, timeout: 60_000 })

  expect(stdout).toBe(`${parley.node.store.epoch}:2 Hello, world\n`)
})
