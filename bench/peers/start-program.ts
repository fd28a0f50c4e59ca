/** `startProgram` and `isInstalled`: a server that the system brings along. */
import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from '../../engine/testing/free-port.ts'
import { until } from '../run/until.ts'
import type { ServerUnderTest } from '../scenario.ts'
import { end } from './start-peer.ts'

const READY_MS_MAX = 10_000

/** Where Debian puts servers is not on every account's path. */
function whereIs(program: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  for (const folder of folders) {
    const file = join(folder, program)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // not here
    }
  }
  return null
}

export function isInstalled(program: string): boolean {
  return whereIs(program) !== null
}

/** Starts it with a configuration file that `configure` writes for a free port. */
export async function startProgram(
  program: string,
  configure: (port: number, otherPort: number) => string,
): Promise<ServerUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-peer-'))
  const [port, otherPort] = await Promise.all([freePort(), freePort()])
  const file = join(folder, 'server.conf')
  await writeFile(file, configure(port, otherPort))
  const child = spawn(whereIs(program) ?? program, ['-c', file], { stdio: 'ignore', cwd: folder })
  const killed = () => void child.kill('SIGKILL')
  process.once('exit', killed)
  const stop = async () => {
    process.removeListener('exit', killed)
    await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await until(
      () => isOpen(port),
      READY_MS_MAX,
      () => `${program} does not listen`,
    )
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `http://127.0.0.1:${port}`, pid: child.pid as number, stop }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
