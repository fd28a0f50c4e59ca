import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AnyStateMachine, createMachine } from 'xstate'
import { getShortestPaths } from 'xstate/graph'
import { CHART, isOver, type Life, type Move, nextLife } from './chart.ts'

const LIVES = Object.keys(CHART) as Life[]
const MOVES = [...new Set(LIVES.flatMap((life) => Object.keys(CHART[life]) as Move[]))]

/** The chart as XState walks it; dots in names would be paths there. */
const machine: AnyStateMachine = createMachine({
  id: 'step',
  initial: 'draft',
  states: Object.fromEntries(
    LIVES.map((life) => [
      life.replace('.', '-'),
      {
        on: Object.fromEntries(
          Object.entries(CHART[life]).map(([move, to]) => [move.replace('.', '-'), to.replace('.', '-')]),
        ),
      },
    ]),
  ),
})
const events = MOVES.map((move) => ({ type: move.replace('.', '-') }))
const lifeOf = (value: unknown) => String(value).replace('-', '.') as Life

describe('every state', () => {
  const reached = new Set(getShortestPaths(machine, { events }).map(({ state }) => lifeOf(state.value)))

  test('but waiting is reached from a draft', () => {
    expect(LIVES.filter((life) => !reached.has(life))).toEqual(['waiting'])
  })

  test('that is not the end leads to one', () => {
    for (const life of LIVES) {
      const open = [life]
      const seen = new Set<Life>(open)
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        for (const to of Object.values(CHART[at])) if (!seen.has(to)) open.push(to) && seen.add(to)
      }
      expect([...seen].some(isOver), life).toBe(true)
    }
  })
})

describe('publishing', () => {
  /** Moves that say for certain that nothing was published by the attempt. */
  const CERTAIN = new Set<Move>([
    'failed',
    'unprepared',
    'absent',
    'resolve.absent',
    'throttled',
    'rejected',
    'authDead',
    'configDead',
  ])

  test('happens a second time only after something said for certain that the first did not', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVES), { minLength: 10, maxLength: 200 }), (moves) => {
        let life: Life = 'armed'
        let mayBeOut = false
        for (const move of moves) {
          const next = nextLife(life, move)
          if (next === null) continue
          if (move === 'fire.publish') {
            expect(mayBeOut, `published again after ${move}`).toBe(false)
            mayBeOut = true
          } else if (CERTAIN.has(move) && (life !== 'reconciling' || move === 'absent')) mayBeOut = false
          life = next
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('a worker that falls silent is looked for, never repeated', () => {
    expect(nextLife('publishing', 'expired')).toBe('reconciling')
    expect(nextLife('publishing', 'ambiguous')).toBe('reconciling')
    expect(nextLife('reconciling', 'fire.publish')).toBeNull()
    expect(nextLife('needsHuman', 'retry')).toBeNull()
  })

  test('cannot be cancelled, edited or planned anew while it is under way', () => {
    for (const move of ['cancel', 'edit', 'plan', 'unplan', 'retry'] as const)
      for (const life of ['publishing', 'reconciling', 'needsHuman', 'published'] as const)
        expect(nextLife(life, move), `${life} ${move}`).toBeNull()
  })

  test('of what is over never begins', () => {
    for (const life of LIVES.filter(isOver)) expect(CHART[life]).toEqual({})
  })
})
