/** Chance from one seed: `makeChance`. Parts draw from forks of their own, so that one more draw here moves nothing there. */
import type { Random } from '../kernel/ids.ts'
import { seededRandom } from '../kernel/random.ts'

export interface Chance {
  /** A number in [0, 1). */
  readonly random: Random
  /** True once in `1 / probability` draws. */
  happens(probability: number): boolean
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number
  /** One of `choices`. */
  oneOf<Choice>(choices: readonly Choice[]): Choice
  /** Another chance, whose draws depend on the seed and `name` alone. */
  fork(name: string): Chance
}

export function makeChance(seed: number): Chance {
  const random = seededRandom(seed)
  // mulberry32 of neighbouring seeds begins alike; a few draws part them
  for (let draw = 0; draw < 3; draw++) random()
  return {
    random,
    happens: (probability) => random() < probability,
    between: (from, to) => from + Math.floor(random() * (to - from + 1)),
    oneOf: (choices) => choices[Math.floor(random() * choices.length)] as (typeof choices)[number],
    fork: (name) => makeChance(hash(seed, name)),
  }
}

function hash(seed: number, name: string): number {
  let mixed = (0x811c9dc5 ^ seed) >>> 0
  for (let index = 0; index < name.length; index++) {
    mixed = Math.imul(mixed ^ name.charCodeAt(index), 0x01000193)
  }
  return mixed >>> 0
}
