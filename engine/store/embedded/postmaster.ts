/** The process of an embedded PostgreSQL: found, started, ended. */
import { execFile, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type Account, launchAs } from './account.ts'
import type { Folder } from './folder.ts'

const LOG_BYTES_MAX = 16 * 1024 * 1024

/** What postmaster.pid says. It may be stale. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/** Null when the folder has no postmaster.pid, or only a half-written one. */
export async function readPostmaster(pgData: string): Promise<Postmaster | null> {
  const text = await readFile(join(pgData, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Math.abs(Number(lines[0]))
  const port = Number(lines[3])
  return pid > 0 && port > 0 ? { pid, port } : null
}

/** Whether `pid` is a PostgreSQL on `pgData`: numbers are used again by other processes, and zombies have no words. */
export async function isPostmaster(pid: number, pgData: string): Promise<boolean> {
  const words =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).then(
          ({ stdout }) => stdout,
          () => '',
        )
  return words.includes(pgData)
}

/** Whether anybody has that number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Starts PostgreSQL on `port` of the loopback. In a session of its own: a Ctrl-C in the terminal is for us, and
 * we stop the database last. Resolves with its exit code when it ends.
 */
export async function startPostmaster(
  program: string,
  folder: Folder,
  port: number,
  account: Account,
): Promise<{ readonly pid: number; readonly ended: Promise<number | null> }> {
  const size = await stat(folder.logFile).then(
    (file) => file.size,
    () => 0,
  )
  if (size > LOG_BYTES_MAX) await truncate(folder.logFile)
  const log = openSync(folder.logFile, 'a', 0o600)
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const launch = await launchAs(account, program, [folder.pgData])
  const child = spawn(launch.program, launch.args(['-D', folder.pgData, '-p', String(port), ...settings]), {
    ...launch.options,
    cwd: folder.pgData,
    detached: true,
    stdio: ['ignore', log, log],
    // nothing of ours: an environment may hold secrets, and sessions of the database can read it
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  closeSync(log)
  child.unref()
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', (code) => resolve(code))
    child.once('error', reject)
  })
  return { pid: child.pid ?? 0, ended }
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  cluster_name: 'parley',
  // the promise rests on these three
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // a node takes up to 22
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  // what has been written once is used again: a new segment costs some commit 11 to 60 ms
  min_wal_size: '1GB',
  // our statements are short: compiling them costs more than it saves
  jit: 'off',
  log_min_messages: 'warning',
  // a backend waiting for a lock notices that its client is gone
  client_connection_check_interval: '1s',
}

/** Stops it as fast as is clean: sessions are ended, the checkpoint is written. Takes at most 35 s. */
export async function stopPostmaster(pid: number, pgData: string): Promise<void> {
  for (let waitedMs = 0; waitedMs <= 35_000 && (await isPostmaster(pid, pgData)); waitedMs += 25) {
    if (waitedMs === 0) process.kill(pid, 'SIGINT')
    // an immediate stop loses nothing: the next start replays the log
    if (waitedMs === 30_000) process.kill(pid, 'SIGQUIT')
    await sleep(25)
  }
}

/** Removes a postmaster.pid whose number now belongs to somebody else. */
export async function forgetPostmaster(pgData: string): Promise<void> {
  await rm(join(pgData, 'postmaster.pid'), { force: true })
}
