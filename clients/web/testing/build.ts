/** Builds the web app as `npm start` does, and the demo: in a process of their own, because tests run with another NODE_ENV. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const BUILD = join(import.meta.dirname, '../build.ts')

/** Quick when nothing has changed since. */
export const buildWeb = () => built()
export const buildDemo = () => built('demo')

async function built(...what: string[]): Promise<void> {
  const env = { ...process.env, NODE_ENV: 'production' }
  await promisify(execFile)(process.execPath, [BUILD, ...what], { env })
}
