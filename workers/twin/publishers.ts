/** `keepPublisher`: a real publisher that now and then dies in the middle of a visit, as a killed process does, and is started again. */

import type { DueChange } from '../../engine/actors/ports.ts'
import { makeBreakers } from '../../engine/outside/budgets/breaker.ts'
import type { Platform } from '../../engine/outside/platforms/contract.ts'
import type { PublisherParts, PublishersOutside } from '../publisher/parts.ts'
import { type Publisher, startPublisher } from '../publisher/publisher.ts'
import type { Weather } from './weather.ts'

export interface KeptPublisher {
  note(roomId: string, changes: readonly DueChange[]): void
  /** How often it died. */
  deaths(): number
}

export interface KeptParts extends Omit<PublisherParts, 'outside'> {
  readonly outside: Omit<PublishersOutside, 'breakers'>
  readonly weather: Pick<Weather, 'death'>
}

/** Whoever watches over processes starts another. */
const RESTART_MS = 15_000

export function keepPublisher(parts: KeptParts): KeptPublisher {
  let deaths = 0
  let current = begin()

  function begin(): Publisher {
    const life = { isOver: false }
    const die = () => {
      if (life.isOver) return
      life.isOver = true
      deaths++
      parts.clock.after(RESTART_MS, () => {
        current = begin()
      })
    }
    const { clock, dues, outside, deliver, read, weather } = parts
    const { accounts, budgets, media, platforms } = outside
    const visitor = mortal({ deliver, read }, life)
    return startPublisher({
      ...parts,
      ...visitor,
      dues: mortal(dues, life),
      clock: {
        ...clock,
        after: (ms, run) => clock.after(ms, () => void (life.isOver || run())),
      },
      outside: {
        accounts: mortal(accounts, life),
        budgets: mortal(budgets, life),
        media: mortal(media, life),
        // of the process, and gone with it
        breakers: makeBreakers(),
        platforms: new Map(
          [...platforms].map(([name, platform]) => [name, dangerous(mortal(platform, life), weather, die)]),
        ),
      },
    })
  }

  return {
    note: (roomId, changes) => current.note(roomId, changes),
    deaths: () => deaths,
  }
}

const NEVER = new Promise<never>(() => {})

/** Who is dead asks nobody, and hears no answer. What had left goes on without them. */
function mortal<Port extends object>(port: Port, life: { readonly isOver: boolean }): Port {
  const methods = Object.entries(port).map(([name, method]) => {
    if (typeof method !== 'function') return [name, method]
    return [name, (...given: unknown[]) => (life.isOver ? NEVER : untilDeath(method(...given), life))]
  })
  // each method keeps its type: the same arguments, the same answer
  return Object.fromEntries(methods) as Port
}

function untilDeath(answer: unknown, life: { readonly isOver: boolean }): unknown {
  if (!(answer instanceof Promise)) return answer
  return new Promise((resolve, reject) => {
    answer.then(
      (value) => void (life.isOver || resolve(value)),
      (error) => void (life.isOver || reject(error)),
    )
  })
}

/** Visits in which the process may die, before its question has left or after. */
function dangerous(platform: Platform, { death }: Pick<Weather, 'death'>, die: () => void): Platform {
  const visit =
    (purpose: 'rehearse' | 'prepare' | 'publish' | 'reconcile'): Platform['publish'] =>
    (order) => {
      const dies = death()
      if (dies === 'before') die()
      const answer = platform[purpose](order)
      if (dies === 'after') die()
      return answer
    }
  return {
    ...platform,
    rehearse: visit('rehearse'),
    prepare: visit('prepare'),
    publish: visit('publish'),
    reconcile: visit('reconcile'),
  }
}
