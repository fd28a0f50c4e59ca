/**
 * Builds the web app into dist/ when it is missing or older than its sources; says so, and is quick otherwise. `demo` builds the
 * demo into dist-demo/ likewise, for tests of screens.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const WEB = dirname(fileURLToPath(import.meta.url))
const ROOT = join(WEB, '../..')
const isDemo = process.argv[2] === 'demo'
const DIST = join(WEB, isDemo ? 'dist-demo' : 'dist')
const STAMP = join(DIST, '.sources')
/** What goes into the bundle: the app, the SDK, the pure rooms, and the versions of their libraries. */
const SOURCES = [
  'clients/web',
  'clients/sdk',
  'engine/kernel',
  'engine/protocol',
  'engine/conversation',
  'engine/post',
  'package-lock.json',
]

const wanted = fingerprint()
if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) process.exit(0)

console.log(`Building the ${isDemo ? 'demo' : 'web app'} (once; a few seconds) …`)
const startedMs = performance.now()
const { build } = await import('vite')
await build({
  configFile: join(WEB, 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir: DIST, ...(isDemo && { rolldownOptions: { input: join(WEB, 'demo.html') } }) },
})
writeFileSync(STAMP, wanted)
console.log(`Built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s.`)

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const file of filesOf(join(ROOT, source)))
      hash.update(relative(ROOT, file)).update(readFileSync(file))
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  if (path.endsWith('.json')) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('dist') && name !== 'node_modules' && !/\.test\.tsx?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesOf(join(path, entry.name)) : [join(path, entry.name)]))
}
