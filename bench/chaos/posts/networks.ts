/** `startNetworks`: the fake networks in a process of their own, and what may be asked of them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Network } from '../../../engine/protocol/post-shapes.ts'

const ROOT = join(import.meta.dirname, '../../..')

export interface Networks {
  /** Settings of servers that are to speak with them. */
  readonly env: Readonly<Record<string, string>>
  /** So many of a hundred calls that could make something public go wrong from now on. */
  strike(percent: number, seed: number): Promise<void>
  /** How often each text is public, by network. */
  times(): Promise<Readonly<Record<Network, Readonly<Record<string, number>>>>>
  /** `image.jpg` or `film.mp4`: a file that every network takes. */
  sample(name: 'image.jpg' | 'film.mp4'): Promise<Uint8Array<ArrayBuffer>>
  stop(): void
}

export async function startNetworks(): Promise<Networks> {
  const child = spawn(process.execPath, ['engine/outside/fakes-main.ts'], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const { env, steering } = JSON.parse(line) as { env: Record<string, string>; steering: string }
  return {
    env,
    async strike(percent, seed) {
      await fetch(`${steering}/strike`, { method: 'POST', body: JSON.stringify({ percent, seed }) })
    },
    async times() {
      const answer = await fetch(`${steering}/times`)
      return (await answer.json()) as Awaited<ReturnType<Networks['times']>>
    },
    async sample(name) {
      const answer = await fetch(`${steering}/${name}`)
      return new Uint8Array(await answer.arrayBuffer())
    },
    // its standard input ends with us as well
    stop: () => void child.kill(),
  }
}
