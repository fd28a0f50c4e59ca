/** What Linux tells of a process: memory and CPU time, read from /proc. */
import { readdir, readFile } from 'node:fs/promises'

/** Linux counts CPU time in hundredths of a second, whatever the kernel's own tick is. */
const MICROS_PER_TICK = 10_000
const KB = 1_024

/** Memory of the process in RAM, shared pages included. Kernel memory, such as socket buffers, is not part of it. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * KB
}

/** CPU time of a process, all its threads and all children it has outlived; of several, the sum. */
export async function cpuMicros(pid: number | readonly number[]): Promise<number> {
  const pids = typeof pid === 'number' ? [pid] : pid
  const texts = await Promise.all(pids.map((one) => readFile(`/proc/${one}/stat`, 'utf8')))
  return texts.reduce((sum, text) => sum + parseStat(text).cpuMicros, 0)
}

/** CPU time of a process and of all its children, as those of PostgreSQL. */
export async function familyCpuMicros(pid: number): Promise<number> {
  return (await allStats())
    .filter((stat) => stat.pid === pid || stat.parent === pid)
    .reduce((sum, stat) => sum + stat.cpuMicros, 0)
}

/** CPU time of a process and of everything that descends from it. */
export async function treeCpuMicros(pid: number): Promise<number> {
  const all = await allStats()
  let sum = 0
  let level = all.filter((stat) => stat.pid === pid)
  while (level.length > 0) {
    const parents = new Set(level.map((stat) => stat.pid))
    for (const { cpuMicros } of level) sum += cpuMicros
    level = all.filter(({ parent }) => parents.has(parent))
  }
  return sum
}

async function allStats() {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(
    // one that ends meanwhile is counted by its parent
    pids.map((one) => readFile(`/proc/${one}/stat`, 'utf8').catch(() => '')),
  )
  return stats.filter(Boolean).map(parseStat)
}

/** One line of /proc/pid/stat. The second field is a name in brackets that may itself hold spaces and brackets. */
export function parseStat(line: string): { pid: number; parent: number; cpuMicros: number } {
  const rest = line.slice(line.lastIndexOf(')') + 2).split(' ')
  // utime, stime, and the same of children that have ended: fields 14 to 17 of the line, counted from 1
  const ticks = rest.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return { pid: Number.parseInt(line, 10), parent: Number(rest[1]), cpuMicros: ticks * MICROS_PER_TICK }
}

/** Waits until the process has stopped shrinking: V8 gives memory back some seconds after its last work. */
export async function quietResidentBytes(pid: number, quietMs = 1_500): Promise<number> {
  let least = await residentBytes(pid)
  for (let rounds = 0; rounds < 6; rounds++) {
    await new Promise((resolve) => setTimeout(resolve, quietMs))
    const now = await residentBytes(pid)
    if (now > least * 0.995) return Math.min(now, least)
    least = now
  }
  return least
}
