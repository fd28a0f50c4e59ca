/** The checkers can fail: each planted bug is caught, by a law it breaks. */
import { describe, expect, it } from 'vitest'
import { BUGS } from './bugs.ts'
import { runBatch } from './run-batch.ts'

describe('a planted bug is caught within a thousand seeds', () => {
  it.each(BUGS)('$name: $what', async (bug) => {
    const { failures, ran } = await runBatch({ seeds: 1_000, bug, failuresMax: 1 })
    expect(failures, `not caught by ${ran} seeds`).toHaveLength(1)
    const laws = new Set(failures[0]?.violations.map((violation) => violation.split(':')[0]))
    expect(
      bug.breaks.some((law) => laws.has(law)),
      `seed ${failures[0]?.seed} broke only ${[...laws]}`,
    ).toBe(true)
    process.stdout.write(
      `${bug.name} is caught by seed ${failures[0]?.seed}: ${failures[0]?.violations[0]}\n`,
    )
  })
})
