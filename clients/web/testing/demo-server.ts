/** The built demo with its Parley, served for tests of screens that need no real server. */
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'
import { must } from '../../../engine/kernel/assert.ts'
import { buildDemo } from './build.ts'

export interface DemoServer {
  /** The address of the demo with `query` (see demo/demo.tsx) at `path`. */
  at(query: string, path: string): string
  close(): Promise<void>
}

/** Built and not served from its sources: a page of those asks for four hundred files, each time anew. */
export async function startDemo(): Promise<DemoServer> {
  await buildDemo()
  const server = await preview({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    build: { outDir: fileURLToPath(new URL('../dist-demo', import.meta.url)) },
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
  })
  const base = must(server.resolvedUrls?.local[0], 'a server that listens has an address')
  return { at: (query, path) => `${base}demo.html?${query}#${path}`, close: () => server.close() }
}
