import { describe, expect, it } from 'vitest'
import type { Scenario } from '../scenario.ts'
import * as growth from './growth.ts'
import * as history from './history.ts'
import * as resident from './resident.ts'
import * as storm from './storm.ts'

const FILES: Readonly<Record<string, object>> = { growth, history, resident, storm }

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

describe('the rows of storm', () => {
  const calm = { latenciesMs: [2], failed: 0, why: null }
  const judged = (blown: Partial<storm.Blown>) =>
    storm
      .rowsOf({ liveMs: [900], nodeMs: 1, databaseMs: 1, reads: 2, calm, during: calm, ...blown })
      .filter(({ target }) => target !== undefined)
      .map(({ target }) => target?.isMet)

  it('are green when all is well', () => {
    expect(judged({})).toEqual([true, true, true])
  })

  it('are red for the last who comes late, for a third read, and for neighbours who wait or fail', () => {
    expect(judged({ liveMs: [900, 10_001] })).toEqual([false, true, true])
    expect(judged({ reads: 3 })).toEqual([true, false, true])
    expect(judged({ during: { ...calm, latenciesMs: [11] } })).toEqual([true, true, false])
    expect(judged({ during: { ...calm, failed: 1 } })).toEqual([true, true, false])
  })
})

describe('the rows of growth', () => {
  const size = (rooms: number, micros: number) => ({
    rooms,
    latenciesMs: [1],
    sent: 10,
    nodeMicros: micros,
    databaseMicros: micros,
  })
  const verdict = (micros: number) =>
    growth.rowsOf([size(10, 100), size(100, micros)], 1).at(-1)?.target?.isMet

  it('are red when the same message costs more among more', () => {
    expect([verdict(130), verdict(131)]).toEqual([true, false])
  })
})
