/** The database as simulated processes reach it: `makeSimDatabase`. Slow, torn, frozen, down, cut off from one, or failed over. */
import type { Process, World } from './world.ts'

/** How bad the way to the database is. Probabilities are per statement. */
export interface DatabaseWeather {
  readonly delayMsMax: number
  /** The statement never gets there. */
  readonly failsBefore: number
  /** It is done and nobody hears of it: the unknown outcome. */
  readonly failsAfter: number
}

export const FAIR: DatabaseWeather = { delayMsMax: 2, failsBefore: 0, failsAfter: 0 }

/** How long a statement is waited for. Real pools wait a little longer than the server does before it cancels. */
const PATIENCE_MS = 2_500

export interface SimDatabase {
  weather: DatabaseWeather
  /** Runs `work` in the database on behalf of `process`; it happens at one moment, or not at all. */
  ask<Result>(process: Process, what: string, work: () => Promise<Result>): Promise<Result>
  /** From now on words are lost on that way between this process and the database. */
  cut(process: Process, way: 'in' | 'out'): void
  heal(process: Process): void
  /** Down: statements fail at once. Frozen: they wait. */
  status: 'up' | 'down' | 'frozen'
}

export function makeSimDatabase(world: World): SimDatabase {
  const { story } = world
  const chance = world.chance.fork('database')
  const cuts = new Map<Process, Set<'in' | 'out'>>()
  let frozen: (() => void)[] = []
  let status: SimDatabase['status'] = 'up'

  function delay(): number {
    return 0.3 + chance.random() * database.weather.delayMsMax
  }

  function ask<Result>(process: Process, what: string, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      let isOver = false
      const fail = (why: string) => {
        if (isOver) return
        isOver = true
        stopWaiting()
        story.tell(process.name, () => `${what} failed: ${why}`)
        reject(new Error(why))
      }
      const stopWaiting = process.after(PATIENCE_MS, () => fail('no answer'))
      if (cuts.get(process)?.has('out')) return
      const askedAt = world.now()

      const arrive = async () => {
        // The server cancels what is older than callers wait.
        if (world.now() - askedAt >= PATIENCE_MS) return
        if (status === 'frozen') {
          frozen.push(() => void arrive())
          return
        }
        const { failsBefore, failsAfter } = database.weather
        if (status === 'down' || chance.happens(failsBefore)) {
          process.after(delay(), () => fail('the database was not reached'))
          return
        }
        const isTorn = chance.happens(failsAfter)
        let settle: () => void
        try {
          const result = await work()
          settle = () => {
            if (isOver) return
            isOver = true
            stopWaiting()
            resolve(result)
          }
        } catch (error) {
          settle = () => fail(error instanceof Error ? error.message : String(error))
        }
        if (isTorn) {
          story.count('unknown outcomes')
          process.after(delay(), () => fail('the connection was torn'))
        } else if (cuts.get(process)?.has('in')) story.count('unknown outcomes')
        else process.after(delay(), settle)
      }
      world.after(delay(), () => void arrive())
    })
  }

  const database: SimDatabase = {
    weather: FAIR,
    ask,
    cut(process, way) {
      const ways = cuts.get(process) ?? new Set()
      cuts.set(process, ways.add(way))
    },
    heal: (process) => void cuts.delete(process),
    get status() {
      return status
    },
    set status(next) {
      status = next
      if (next === 'frozen') return
      const waiting = frozen
      frozen = []
      for (const arrive of waiting) arrive()
    },
  }
  return database
}
