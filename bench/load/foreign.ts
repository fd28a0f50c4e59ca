/** `watchForeign`: how much of the machine others used while we measured. */
import { readFile } from 'node:fs/promises'
import { treeCpuMicros } from '../scenarios/parts/process-figures.ts'

/** Cores that others may use; the system itself takes about a tenth of one for packets that no process is charged with. */
export const FOREIGN_CORES_MAX = 0.25

const MICROS_PER_TICK = 10_000
/** Fields of the first line of /proc/stat that are work: user, nice, system, irq, softirq, steal. */
const WORK = [1, 2, 3, 6, 7, 8]

/**
 * Begins to watch; the returned function says how many cores were busy for others than `root` (default: this process)
 * and all that descends from it: servers, databases, generators. NaN where the system does not tell.
 */
export async function watchForeign(root = process.pid): Promise<() => Promise<number>> {
  const look = async () => {
    const [stat, ours] = await Promise.all([
      readFile('/proc/stat', 'utf8').catch(() => ''),
      treeCpuMicros(root).catch(() => Number.NaN),
    ])
    return { foreign: busyMicros(stat) - ours, atUs: performance.now() * 1_000 }
  }
  const before = await look()
  return async () => {
    const after = await look()
    return Math.max(0, (after.foreign - before.foreign) / (after.atUs - before.atUs))
  }
}

/** CPU time that all cores have spent on anything, from the first line of /proc/stat. NaN for anything else. */
export function busyMicros(stat: string): number {
  const fields = stat.split('\n')[0]?.split(/\s+/) ?? []
  if (fields[0] !== 'cpu') return Number.NaN
  return WORK.reduce((sum, at) => sum + Number(fields[at]), 0) * MICROS_PER_TICK
}
