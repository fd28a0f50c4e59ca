import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, onTestFinished, test, vi } from 'vitest'
import { must } from '../../engine/kernel/assert.ts'
import { cpuMicros } from '../scenarios/parts/process-figures.ts'
import { busyMicros, watchForeign } from './foreign.ts'

test('work of all cores is read from the first line, waiting left out', () => {
  const stat = 'cpu  10 20 30 4000 500 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n'
  expect(busyMicros(stat)).toBe((10 + 20 + 30 + 6 + 7 + 8) * 10_000)
  expect(busyMicros('')).toBeNaN()
})

test('a stranger at work is seen, and is none once it belongs to us', async () => {
  const busy = spawn(process.execPath, ['-e', 'process.stdout.write("go"); for (;;);'])
  onTestFinished(() => void busy.kill('SIGKILL'))
  await once(busy.stdout, 'data')
  const idle = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
  onTestFinished(() => void idle.kill('SIGKILL'))
  const [asStranger, asOurs] = await Promise.all([watchForeign(idle.pid), watchForeign()])
  // until it has had its share, however little others leave it
  const begun = await cpuMicros(must(busy.pid, 'a process'))
  await vi.waitUntil(async () => (await cpuMicros(must(busy.pid, 'a process'))) > begun + 400_000, 60_000)
  const [strange, ours] = await Promise.all([asStranger(), asOurs()])
  expect(strange).toBeGreaterThan(0)
  expect(ours).toBeLessThan(strange)
})
