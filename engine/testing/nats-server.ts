/** `startNatsServer`: a real nats-server on the loopback that can be killed, frozen and started again on its port. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NATS_SERVER, partPath } from './parts.ts'

export interface NatsServer {
  readonly port: number
  /** SIGKILL. */
  kill(): Promise<void>
  /** Starts it again on the same port, with the same configuration. */
  start(): Promise<void>
  /** SIGSTOP: connections stay open, and nothing answers. */
  freeze(): void
  thaw(): void
  /** The first 20,000 characters of its log since it was started. */
  said(): string
  close(): Promise<void>
}

/** What still runs when a test process ends is killed. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const server of running) server.kill('SIGKILL')
})

/** Starts one on a free port. `configuration` is what its file says; certificates may lie in files beside it. */
export async function startNatsServer(
  configuration = '',
  files: Readonly<Record<string, string>> = {},
): Promise<NatsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-nats-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  writeFileSync(join(folder, 'nats.conf'), configuration)
  let port = -1
  let child: ChildProcess | null = null
  let said = ''

  async function start(): Promise<void> {
    const args = ['--config', 'nats.conf', '--addr', '127.0.0.1', '--port', String(port)]
    const server = spawn(partPath(NATS_SERVER), args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
    child = server
    running.add(server)
    server.once('exit', () => running.delete(server))
    said = ''
    port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.once('exit', () => reject(new Error(`nats-server ended: ${said}`)))
      server.stderr.on('data', (chunk: Buffer) => {
        if (said.length < 20_000) said += chunk.toString()
        const listening = /Listening for client connections on 127\.0\.0\.1:(\d+)/.exec(said)
        if (listening && said.includes('Server is ready')) resolve(Number(listening[1]))
      })
    })
  }

  async function kill(): Promise<void> {
    const ending = child
    child = null
    if (ending === null || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = once(ending, 'exit')
    ending.kill('SIGKILL')
    await ended
  }

  await start()
  return {
    get port() {
      return port
    },
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    said: () => said,
    async close() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
