/** Processes that publish, and what befalls them: `makePublishers`. They stop, die and come back at any step of a visit. */
import { sleep } from '../kernel/sleep.ts'
import type { Bug } from './bugs.ts'
import type { Door } from './door.ts'
import type { Machinery } from './machinery.ts'
import { FRIENDLY, type SimNetwork } from './sim-network.ts'
import type { Ports } from './sim-ports.ts'
import { startSimPublisher } from './sim-publisher.ts'
import type { Process, World } from './world.ts'

export interface Publishers {
  begin(): void
  /** Everything is well from now on, the network too. */
  heal(): void
}

export interface PublishersParts {
  readonly world: World
  readonly portsOf: (process: Process) => Ports
  readonly doors: () => readonly Door[]
  readonly network: SimNetwork
  readonly machinery: Machinery
  readonly bug: Bug | null
}

export function makePublishers(parts: PublishersParts): Publishers {
  const { world, portsOf, network } = parts
  const chance = world.chance.fork('publishers')
  const names = ['p1', 'p2', 'p3'].slice(0, chance.between(2, 3))
  const stopped = new Set<Process>()
  /** Probability at each step of a visit. */
  let clumsiness = chance.oneOf([0, 0.05, 0.15])
  const deadly = chance.oneOf([0, 0.4, 1])
  const longestStopMs = chance.oneOf([1_000, 16_000])
  let lives = 0

  function start(name: string): void {
    const process = world.spawn(`${name}.${++lives}`)
    void startSimPublisher({
      ...parts,
      process,
      ports: portsOf(process),
      chance: chance.fork(process.name),
      stumble: () => stumble(name, process),
    })
  }

  function strike(name: string, process: Process): void {
    if (process.status !== 'running') return
    world.story.count('stumbles')
    if (chance.happens(deadly)) {
      world.story.tell(process.name, () => 'is killed in the middle of it')
      process.kill()
      world.after(chance.between(100, 4_000), () => start(name))
      return
    }
    world.story.tell(process.name, () => 'is stopped in the middle of it')
    process.pause()
    stopped.add(process)
    world.after(chance.between(100, longestStopMs), () => goOn(process))
  }

  function goOn(process: Process): void {
    if (!stopped.delete(process)) return
    world.story.tell(process.name, () => 'goes on')
    process.resume()
  }

  async function stumble(name: string, process: Process): Promise<void> {
    if (!chance.happens(clumsiness)) return
    world.after(chance.random() * 100, () => strike(name, process))
    await sleep(process, 100)
  }

  return {
    begin() {
      const often = () => chance.oneOf([0, 0.05, 0.2])
      network.weather = {
        refusesToConnect: often(),
        dropsBefore: often(),
        dropsAfter: often(),
        dawdles: often(),
        throttles: often(),
        rejects: chance.oneOf([0, 0.05]),
      }
      for (const name of names) world.after(chance.between(0, 800), () => start(name))
    },
    heal() {
      clumsiness = 0
      network.weather = FRIENDLY
      for (const process of [...stopped]) goOn(process)
    },
  }
}
