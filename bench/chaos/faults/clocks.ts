/** `makeClocks`: the wall clock of each node of a cluster, which can be set wrong while it runs. */
import { mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '../../run/until.ts'

export interface Clocks {
  /** For every node; it says which node it is by NODE_ID. */
  readonly env: Readonly<Record<string, string>>
  /** Resolves with the ms by which the node's own `Date` is off, once it goes by that. */
  shift(nodeId: string, ms: number): Promise<number>
  remove(): Promise<void>
}

const HEARD_MS_MAX = 10_000

/** Clocks begin as far off as `firstMs` says. */
export async function makeClocks(firstMs: Readonly<Record<string, number>>): Promise<Clocks> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-clocks-'))
  const write = async (nodeId: string, ms: number) => {
    // never half written
    await writeFile(join(dir, 'next'), String(ms))
    await rename(join(dir, 'next'), join(dir, nodeId))
  }
  for (const [nodeId, ms] of Object.entries(firstMs)) await write(nodeId, ms)
  const shifted = new URL('./shifted-clock.ts', import.meta.url).href
  return {
    env: { SHIFTED_CLOCKS: dir, NODE_OPTIONS: `--import=${shifted}` },
    async shift(nodeId, ms) {
      const seen = join(dir, `${nodeId}.seen`)
      await rm(seen, { force: true })
      await write(nodeId, ms)
      const isHeard = async () => (await stat(seen)).size > 0
      await until(isHeard, HEARD_MS_MAX, () => `${nodeId} does not look at its clock`)
      return Date.parse(await readFile(seen, 'utf8')) - (await stat(seen)).mtimeMs
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}
