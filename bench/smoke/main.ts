/** `npm run smoke`: what a person does first. `npm start` on an empty folder, a message, a stop, and a second start. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import { assert } from '../../engine/kernel/assert.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The first start builds the web app and makes a database. */
const START_MS_MAX = 90_000
const STOP_MS_MAX = 20_000
const ACCOUNT = { email: 'first@smoke.example', password: 'where there is smoke', name: 'First' }

interface Running {
  readonly url: string
  stop(): Promise<void>
}

const home = await mkdtemp(join(tmpdir(), 'parley-smoke-'))
await chmod(home, 0o711)
try {
  const first = await start()
  await isServed(first.url)
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${first.url}/trpc` })] })
  const { accessToken } = await api.auth.signUp.mutate(ACCOUNT)
  const conversationId = await talk(first.url, accessToken)
  await first.stop()

  const second = await start()
  await isServed(second.url)
  assert((await history(second.url, conversationId)) === 'still here', 'the second start finds the message')
  await second.stop()
  console.log('PASSED: npm start serves, stops, and finds its data again')
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}

/** `npm start` with a free port; resolves with the address that it prints. */
async function start(): Promise<Running> {
  const env = { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(home, 'data'), DATABASE_URL: '' }
  const begin = performance.now()
  // a group of its own, so that the signal reaches npm and the server alike, as Ctrl-C in a terminal does
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await printedAddress(child)
  console.log(`npm start: ${url} after ${Math.round(performance.now() - begin)} ms`)
  return {
    url,
    async stop() {
      const ended = once(child, 'exit')
      process.kill(-child.pid!, 'SIGTERM')
      await ended
      // npm goes before the server, which answers whoever still waits
      await groupEnded(child.pid!)
      const gone = await fetch(`${url}/health/live`).then(
        () => false,
        () => true,
      )
      assert(gone, 'nothing answers after SIGTERM')
    },
  }
}

async function groupEnded(groupId: number): Promise<void> {
  const deadline = performance.now() + STOP_MS_MAX
  for (;;) {
    try {
      process.kill(-groupId, 0)
    } catch {
      return
    }
    assert(performance.now() < deadline, `everything has ended ${STOP_MS_MAX} ms after SIGTERM`)
    await sleep(50)
  }
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => {
      process.kill(-child.pid!, 'SIGKILL')
      reject(new Error(`npm start ${why}:\n${said}`))
    }
    const timer = setTimeout(() => fail('does not print an address'), START_MS_MAX)
    child.once('exit', () => reject(new Error(`npm start ended:\n${said}`)))
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const address = /Parley is at (http:\/\/[\w.:]+)/.exec(said)?.[1]
      if (address === undefined) return
      clearTimeout(timer)
      resolve(address)
    })
  })
}

async function isServed(url: string): Promise<void> {
  const ready = await fetch(`${url}/health/ready`)
  assert(ready.ok, `/health/ready answers 200, not ${ready.status}`)
  const page = await fetch(url)
  const html = await page.text()
  assert(page.ok && html.includes('<script'), `/ is the web app, not ${page.status}`)
  const unknown = await fetch(`${url}/trpc/no.such`)
  assert(unknown.status === 404, `/trpc answers 404 to an unknown procedure, not ${unknown.status}`)
}

function signedIn(url: string, accessToken: string) {
  const headers = { authorization: `Bearer ${accessToken}` }
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })
}

async function talk(url: string, accessToken: string): Promise<string> {
  const api = signedIn(url, accessToken)
  const { conversation } = await api.conversations.create.mutate({
    kind: 'channel',
    title: 'Smoke',
    memberIds: [],
  })
  await api.messages.send.mutate({ conversationId: conversation.id, commandId: 'one', text: 'still here' })
  return conversation.id
}

async function history(url: string, conversationId: string): Promise<string | undefined> {
  const open = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc` })] })
  const { accessToken } = await open.auth.signIn.mutate(ACCOUNT)
  const { items } = await signedIn(url, accessToken).messages.history.query({ conversationId })
  return items.at(-1)?.text
}
