/** `startPeer`: a server process in JavaScript, on a free port. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ServerUnderTest } from '../scenario.ts'

/** `file` sends `{port}` to its parent once it listens. */
export async function startPeer(file: string, style = ''): Promise<ServerUnderTest> {
  const child = fork(file, [style], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [told] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`))),
  ])
  return {
    url: `http://127.0.0.1:${(told as { port: number }).port}`,
    pid: child.pid as number,
    stop: () => end(child),
  }
}

/** A peer keeps nothing, so it needs no orderly end. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
