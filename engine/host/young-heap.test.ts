import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** With V8's own ways it is 42, with ours 4, which is its garbage collector's own. */
const BYTES_MAX = 20

it('leaves in the young generation what is made where long-lived things were made before', () => {
  const script = join(import.meta.dirname, 'young-heap-process.ts')
  // V8 lets code make old objects only once the young generation is as large as it may become
  const said = execFileSync(process.execPath, ['--min-semi-space-size=16', script], { encoding: 'utf8' })
  expect(Number(said)).toBeLessThan(BYTES_MAX)
})
