/** What goes wrong and when: `makeNemesis`. Each seed draws a few kinds of faults, so that some seeds are only about one. */
import type { Chance } from './chance.ts'
import { CALM, type CutWay } from './sim-bus.ts'
import type { SimCluster } from './sim-cluster.ts'
import { FAIR } from './sim-database.ts'
import type { World } from './world.ts'

export interface Nemesis {
  /** Strikes until `untilMs`, and again and again. */
  begin(untilMs: number): void
  /** Everything is well from now on. */
  heal(): void
}

type Fault = (struck: SimCluster, chance: Chance, world: World) => void

function later(world: World, chance: Chance, fromMs: number, toMs: number, run: () => void): void {
  world.after(chance.between(fromMs, toMs), run)
}

/** Each undoes itself; `heal` undoes what is left. */
const FAULTS: Readonly<Record<string, Fault>> = {
  kill: (cluster, chance) =>
    cluster.kill(cluster.some(chance), chance.between(200, 4_000), chance.happens(0.3)),

  pause(cluster, chance, world) {
    const victim = cluster.some(chance)
    cluster.pause(victim)
    later(world, chance, 100, 11_000, () => cluster.resume(victim))
  },

  roll: (cluster, chance) => cluster.stop(cluster.some(chance), chance.between(300, 3_000)),

  cutBus(cluster, chance, world) {
    const victim = cluster.some(chance)
    const way = chance.oneOf<CutWay>(['both', 'both', 'in', 'out'])
    cluster.cutBus(victim, way, chance.happens(0.7) ? chance.between(1, 2_000) : null)
    later(world, chance, 200, 7_000, () => cluster.healBus(victim, chance.between(1, 1_500)))
  },

  stopBus(cluster, chance, world) {
    const victims = cluster.all()
    for (const victim of victims) cluster.cutBus(victim, 'both', chance.between(1, 1_000))
    later(world, chance, 500, 8_000, () => {
      for (const victim of victims) cluster.healBus(victim, chance.between(1, 2_000))
    })
  },

  badBus(cluster, chance, world) {
    cluster.broker.weather = {
      delayMsMax: chance.oneOf([2, 30, 300]),
      drops: chance.oneOf([0, 0.02, 0.2]),
      doubles: chance.oneOf([0, 0.05]),
      overtakes: chance.oneOf([0, 0.05]),
    }
    later(world, chance, 2_000, 12_000, () => {
      cluster.broker.weather = CALM
    })
  },

  cutDatabase(cluster, chance, world) {
    const victim = cluster.some(chance)
    const way = chance.oneOf(['in', 'out'] as const)
    cluster.cutDatabase(victim, way)
    later(world, chance, 200, 15_000, () => cluster.healDatabase(victim))
  },

  stopDatabase(cluster, chance, world) {
    cluster.database.status = chance.oneOf(['down', 'frozen'])
    later(world, chance, 200, 9_000, () => {
      cluster.database.status = 'up'
    })
  },

  badDatabase(cluster, chance, world) {
    cluster.database.weather = {
      delayMsMax: chance.oneOf([2, 50, 400]),
      failsBefore: chance.oneOf([0, 0.05]),
      failsAfter: chance.oneOf([0.02, 0.1]),
    }
    later(world, chance, 2_000, 12_000, () => {
      cluster.database.weather = FAIR
    })
  },

  failOver: (cluster, chance) => cluster.failOver(chance.between(0, 1_500), chance.between(100, 2_000)),

  jump: (cluster, chance) => cluster.some(chance).process.jump(chance.between(-3_600_000, 3_600_000)),
}

export function makeNemesis(world: World, cluster: SimCluster): Nemesis {
  const chance = world.chance.fork('nemesis')
  const kinds = Object.keys(FAULTS).filter(() => chance.happens(0.35))
  const betweenMs = chance.between(700, 5_000)

  function strike(untilMs: number): void {
    if (world.now() >= untilMs) return
    if (kinds.length > 0) {
      const kind = chance.oneOf(kinds)
      world.story.tell('NEMESIS', () => kind)
      FAULTS[kind]?.(cluster, chance, world)
    }
    world.after(chance.random() * 2 * betweenMs, () => strike(untilMs))
  }

  return {
    begin(untilMs) {
      world.after(chance.between(500, 5_000), () => strike(untilMs))
    },
    heal() {
      world.story.tell('NEMESIS', () => 'everything is well from now on')
      cluster.broker.weather = CALM
      cluster.database.weather = FAIR
      cluster.database.status = 'up'
      for (const place of cluster.all()) {
        cluster.resume(place)
        cluster.healBus(place, 10)
        cluster.healDatabase(place)
      }
    },
  }
}
