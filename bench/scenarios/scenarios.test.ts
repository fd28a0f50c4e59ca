import { describe, expect, it } from 'vitest'
import type { Scenario } from '../scenario.ts'
import * as chat from './chat.ts'
import * as growth from './growth.ts'
import * as history from './history.ts'
import * as idle from './idle.ts'
import * as nodes from './nodes.ts'
import * as resident from './resident.ts'
import * as storm from './storm.ts'

const FILES: Readonly<Record<string, object>> = { chat, growth, history, idle, nodes, resident, storm }

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

describe('the rows of idle', () => {
  const server = (name: string, bytes: number, micros: number): idle.Idle => ({
    server: name,
    points: [0, 500, 1_000].map((sockets) => [sockets, 90_000_000 + sockets * bytes]),
    connectsPerSecond: 1_000,
    microsPerConnect: micros,
  })
  const judged = (...measured: idle.Idle[]) =>
    idle.rowsOf(measured).flatMap(({ target }) => (target ? [target.isMet] : []))

  it('weigh what a socket adds, not what the server weighs without any', () => {
    expect(idle.slope(server('parley', 2_000, 1).points)).toBeCloseTo(2_000)
  })

  it('hold us against the official adapter where that was measured', () => {
    expect(judged(server('parley', 2_560, 50))).toEqual([true])
    expect(judged(server('parley', 2_500, 50), server('trpc', 50_000, 250))).toEqual([true, true, true])
    expect(judged(server('parley', 2_600, 50), server('trpc', 50_000, 249))).toEqual([false, false, false])
  })
})

describe('the rows of nodes', () => {
  const latency = { count: 1, p50: 1, p90: 1, p99: 1, p999: 1, max: 1, curve: [] }
  const cost = (count: number, interest: nodes.Interest, micros: number): nodes.Cost => ({
    nodes: count,
    interest,
    cpu: { nodes: micros - 2, nats: 1, database: 1 },
    idle: { nodes: 1, nats: 1, database: 1 },
    measured: { latency, generator: { cpu: 0.1, loop: 0.1, lagMs: 1 } },
  })
  const verdicts = (...costs: nodes.Cost[]) =>
    nodes.costRows(costs, 1).flatMap(({ target }) => (target ? [target.isMet] : []))

  it('are red where eight nodes cost more than 1.3 times two, for each kind of interest by itself', () => {
    const pair = (interest: nodes.Interest, micros: number) => [
      cost(8, interest, micros),
      cost(2, interest, 100),
    ]
    expect(verdicts(...pair('all', 130), ...pair('two', 131))).toEqual([true, false])
    expect(verdicts(cost(8, 'all', 1))).toEqual([])
  })

  it('are of rooms that are heard on as many nodes as they say', () => {
    const socket = { path: '/', opening: [], readyAfter: 0, counts: 'deliveries' as const }
    const plan = {
      url: '',
      sockets: Array.from({ length: 80 }, () => socket),
      voices: [],
      expects: { deliveries: 10 },
      reading: { by: 'frame' as const },
    }
    const urls = Array.from({ length: 8 }, (_, index) => `http://node-${index}`)
    const heardAt = (interest: nodes.Interest) => {
      const { sockets } = nodes.acrossNodes(plan, urls, interest)
      const rooms = Array.from({ length: 8 }, (_, room) => sockets.slice(room * 10, room * 10 + 10))
      expect(new Set(sockets.map(({ url }) => url)).size).toBe(8)
      return rooms.map((room) => new Set(room.map(({ url }) => url)).size)
    }
    expect(heardAt('all')).toEqual(Array(8).fill(8))
    expect(heardAt('two')).toEqual(Array(8).fill(2))
  })
})

describe('the rows of chat', () => {
  it('are red for what failed, and say why', () => {
    const done = (failed: number) => ({
      deed: 'send',
      perSecond: 1,
      offered: { latenciesMs: [1], failed, why: failed ? 'BUSY' : null },
    })
    const row = (failed: number) =>
      chat.rowsOf({ people: 1, done: [done(failed)], deliveriesMs: [1], cores: 1 })[0]
    expect(row(0)?.target?.isMet).toBe(true)
    expect(row(1)?.target?.isMet).toBe(false)
    expect(row(1)?.note).toContain('BUSY')
  })
})
