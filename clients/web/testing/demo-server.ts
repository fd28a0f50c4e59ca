/** The development server with the demo's Parley, for tests of screens that need no real server. */
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { must } from '../../../engine/kernel/assert.ts'

export interface DemoServer {
  /** The address of the demo with `query` (see demo/demo.tsx) at `path`. */
  at(query: string, path: string): string
  close(): Promise<void>
}

export async function startDemo(): Promise<DemoServer> {
  const server = await createServer({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    server: { port: 0, host: '127.0.0.1', hmr: false, watch: null },
    logLevel: 'error',
  })
  await server.listen()
  const base = must(server.resolvedUrls?.local[0], 'a server that listens has an address')
  return { at: (query, path) => `${base}demo.html?${query}#${path}`, close: () => server.close() }
}
