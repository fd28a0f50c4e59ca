/** Builds the web app as `npm start` does: in a process of its own, because tests run with another NODE_ENV. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '../../..')

export async function buildWeb(): Promise<void> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const config = join(ROOT, 'clients/web/vite.config.ts')
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', config], { cwd: ROOT, env })
}
