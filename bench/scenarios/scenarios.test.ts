import { describe, expect, it } from 'vitest'
import type { Scenario } from '../scenario.ts'
import * as history from './history.ts'
import * as resident from './resident.ts'

const FILES: Readonly<Record<string, object>> = { history, resident }

describe.each(Object.entries(FILES))('the scenario in %s.ts', (name, file) => {
  const scenario = (file as Record<string, Scenario>)[name]

  it('is exported under the name by which it is called', () => {
    expect(scenario?.name).toBe(name)
  })

  it('asks a question', () => {
    expect(scenario?.question).toMatch(/^[A-Z].*\?$/)
  })
})

describe('the rows of resident', () => {
  const row = (bytes: number, micros: number) =>
    resident
      .rowsOf([
        { rooms: 1_000, bytesPerRoom: 1_000, microsPerDecision: 10 },
        { rooms: 100_000, bytesPerRoom: bytes, microsPerDecision: micros },
      ])
      .filter(({ target }) => target !== undefined)
      .map(({ target }) => target?.isMet)

  it('are green when rooms are small and the cost is flat', () => {
    expect(row(1_536, 13)).toEqual([true, true, true])
  })

  it('are red for a heavy room, and for a cost that grows', () => {
    expect(row(1_537, 13)).toEqual([true, false, true])
    expect(row(1_536, 13.1)).toEqual([true, true, false])
  })
})
