/** `watchMemory`: by how much processes grow meanwhile, at most. */
import { setTimeout as sleep } from 'node:timers/promises'
import { residentBytes } from '../../scenarios/parts/process-figures.ts'

const LOOK_MS = 100
const MEGABYTE = 1_048_576

export interface Grower {
  readonly pid: number | undefined
}

/** Begins to look. The function returned ends it and gives the growth of whichever grew most, MB. */
export function watchMemory(parts: readonly Grower[]): () => Promise<number> {
  let isOver = false
  const sizes = async () => Promise.all(parts.map(({ pid }) => (pid === undefined ? 0 : residentBytes(pid))))
  const watching = (async () => {
    const before = await sizes()
    let most = 0
    while (!isOver) {
      const now = await sizes()
      most = Math.max(most, ...now.map((bytes, index) => bytes - (before[index] ?? 0)))
      await sleep(LOOK_MS)
    }
    return most / MEGABYTE
  })()
  // a process that ends meanwhile is the fault's business
  watching.catch(() => undefined)
  return () => {
    isOver = true
    return watching
  }
}
