import { expect, it } from 'vitest'
import { cpuMicros, familyCpuMicros, parseStat, residentBytes } from './process-figures.ts'

it('finds its numbers behind a name that looks like fields', () => {
  const line = '42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 100 20 3 1 20 0 11 0 12345'
  expect(parseStat(line)).toEqual({ pid: 42, parent: 7, cpuMicros: 1_240_000 })
})

it('sees this process work and take memory', async () => {
  const before = await cpuMicros(process.pid)
  while ((await cpuMicros(process.pid)) === before);
  expect(await familyCpuMicros(process.pid)).toBeGreaterThan(before)
  expect(await residentBytes(process.pid)).toBeGreaterThan(10_000_000)
})
