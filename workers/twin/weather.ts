/** `makeWeather`: what goes wrong outside in a week, drawn from its seed: answers, tokens, networks and our own processes. */
import type { Fault } from '../../engine/outside/platforms/fake-server.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import { makeChance } from '../../engine/sim/chance.ts'

/** How bad it is. Shares are of 1. */
export interface Climate {
  /** Of calls that make something public: what becomes of their answers. */
  readonly lostAnswers: number
  readonly faults: readonly Fault[]
  /** Of visits to networks: the publisher dies in the middle. */
  readonly deaths: number
  /** How many times a network is away for an hour. */
  readonly outages: number
  /** How many times all tokens of a network end before their time. */
  readonly expiries: number
  /** Whose. */
  readonly expiring: readonly Network[]
}

const QUICK: readonly Fault[] = ['dropBefore', 'dropAfter', 'errorAfter']

export const CLIMATES = {
  calm: { lostAnswers: 0, faults: QUICK, deaths: 0, outages: 0, expiries: 0, expiring: [] },
  usual: {
    lostAnswers: 0.02,
    faults: QUICK,
    deaths: 0.01,
    outages: 1,
    expiries: 1,
    // those that give others for them
    expiring: ['x', 'facebook'],
  },
  bad: {
    lostAnswers: 0.2,
    faults: [...QUICK, 'silentAfter'],
    deaths: 0.05,
    outages: 4,
    expiries: 4,
    expiring: ['x', 'facebook', 'linkedin', 'instagram'],
  },
} as const satisfies Readonly<Record<string, Climate>>
export type ClimateName = keyof typeof CLIMATES

/** A post's time at a network: where trouble hurts. */
export interface Moment {
  readonly atMs: number
  readonly network: Network
}

export interface Weather {
  /** What befalls the next call that makes something public. */
  faultOf(network: Network): Fault | null
  isAway(network: Network, nowMs: number): boolean
  /** Where in the next visit its publisher dies. */
  death(): 'before' | 'after' | null
  /** When tokens end. */
  readonly expiries: readonly Moment[]
}

const MINUTE_MS = 60_000
const OUTAGE_MS = 60 * MINUTE_MS

export function makeWeather(seed: number, climate: Climate, moments: readonly Moment[]): Weather {
  const chance = makeChance(seed)
  const deaths = chance.fork('deaths')
  const answers = new Map<Network, ReturnType<typeof chance.fork>>()
  const outages = draw(chance.fork('outages'), climate.outages, moments, 50 * MINUTE_MS)
  const ending = moments.filter(({ network }) => climate.expiring.includes(network))

  return {
    faultOf(network) {
      const drawn = answers.get(network) ?? chance.fork(`answers of ${network}`)
      answers.set(network, drawn)
      return drawn.happens(climate.lostAnswers) ? drawn.oneOf(climate.faults) : null
    },
    isAway: (network, nowMs) =>
      outages.some((away) => away.network === network && nowMs >= away.atMs && nowMs < away.atMs + OUTAGE_MS),
    death() {
      return deaths.happens(climate.deaths) ? deaths.oneOf(['before', 'after'] as const) : null
    },
    expiries: draw(chance.fork('expiries'), climate.expiries, ending, MINUTE_MS),
  }
}

/** `count` times, each up to `aheadMs` before a moment at which somebody will want the network. */
function draw(
  chance: ReturnType<typeof makeChance>,
  count: number,
  moments: readonly Moment[],
  aheadMs: number,
): Moment[] {
  if (moments.length === 0) return []
  return Array.from({ length: count }, () => {
    const { atMs, network } = chance.oneOf(moments)
    return { atMs: atMs - chance.between(0, aheadMs), network }
  })
}
