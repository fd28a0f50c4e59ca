/** `contest`: finds the capacity of each server, and measures all of them in turn, A B A B, below it. */
import type { Bench } from '../scenario.ts'
import { cpuMicros, familyCpuMicros } from '../scenarios/parts/process-figures.ts'
import { searchCapacity } from './capacity.ts'
import { type Generator, startGenerator } from './drive.ts'
import { FOREIGN_CORES_MAX, watchForeign } from './foreign.ts'
import type { Load, Measured, Plan } from './plan.ts'

export interface Subject {
  readonly server: string
  /** Which way of speaking to it, where there are several. */
  readonly variant: string
  /** What to connect; asked again for every connection, because rooms have moved on. */
  plan(): Promise<Plan>
  /** Of its process, or its processes. Null: a remote one, whose processes are out of sight. */
  readonly pid: number | readonly number[] | null
  readonly databasePid: number | null
  /** Messages a second to begin the search with. */
  readonly start: number
}

export interface Contest {
  readonly bench: Pick<Bench, 'quick' | 'seconds' | 'atMost' | 'say'>
  /** p99 may be this long at capacity. */
  readonly boundMs: number
  /** A rate at which everybody is measured besides, if they can; null for none. */
  readonly fixed: number | null
  /** Of what is counted for one message: deliveries, answers. */
  readonly perMessage: number
  readonly unit: string
  /** Told of every load, also of those that failed. */
  readonly seen?: (subject: Subject, sample: Sample) => void
}

export interface Sample extends Measured {
  /** CPU µs for each delivery or answer. NaN when out of sight. */
  readonly serverUs: number
  readonly databaseUs: number
  /** Cores that were busy for nobody of ours. NaN when out of sight. */
  readonly foreignCores: number
}

export interface Outcome {
  readonly subject: Subject
  /** Messages a second: the highest rate that passed, lowered until runs at `SHARE` of it passed too. */
  readonly capacity: number
  /** At `SHARE` of the capacity, one a round. */
  readonly runs: readonly Sample[]
  /** At the fixed rate, one a round, when the server is warm. */
  readonly fixed: readonly Sample[]
  /** Every trial of the search: offered against achieved. */
  readonly trials: readonly Sample[]
  readonly connectsPerSecond: number
  /** p99 was over the bound at the first fixed rate already, so that the capacity is what it kept up with. */
  readonly isLate: boolean
  /** Why it could not be measured. */
  readonly fault: string | null
}

/** Runs are made a little below the edge, where a server can live. */
export const SHARE = 0.9
const ROUNDS = { quick: 1, full: 3 }
const TRIALS = { quick: 5, full: 9 }
// runs of one rate differ by more than a tenth on most machines, so a finer search would find noise
const PRECISION = { quick: 1.3, full: 1.1 }
/** Of the offered rate: a server that falls behind needs no second try. */
const KEPT_UP = 0.97
const QUIET_MS_MAX = 10_000
/** A load that others disturbed is thrown away and made again, so often; on a busy machine a turn must end as well. */
const REPEATS_MAX = 2
const REPEATS_IN_TURN = { quick: 4, full: 20 }
/** The first seconds of a server show three times the p99 of later ones: its code is being compiled. */
const WARM_SECONDS_MIN = 3
/** Of the first guess: a server that is cold, and gets all at once, may fall into a hole that it never leaves. */
const WARM_SHARE = 0.25
/** A percentile of fewer messages says nothing. */
const MESSAGES_MIN = 10
/** What a server may take that is late at any rate: then it is asked what it can carry, not in time. */
const PATIENT_MS = 1_000

/** Delivered whole, no socket lost, nothing refused, and in time. */
export function isPassed({ arrived, expected, failed, closedSockets, latency }: Measured, boundMs: number) {
  return arrived === expected && failed === 0 && closedSockets === 0 && latency.p99 <= boundMs
}

/** All subjects must be running. Rejects when one cannot be connected to. */
export async function contest(subjects: readonly Subject[], rules: Contest): Promise<Outcome[]> {
  const size = rules.bench.quick ? 'quick' : 'full'
  const outcomes: Grown[] = []
  for (const subject of subjects) {
    const turn = makeTurn(subject, rules)
    try {
      outcomes.push(await firstRound(subject, rules, size, turn))
    } catch (error) {
      // one that cannot be asked must not cost the answers of the others; its row says so
      const fault = String(error)
      rules.bench.say(`${subject.server} cannot be measured: ${fault}`)
      outcomes.push({
        subject,
        capacity: 0,
        runs: [],
        fixed: [],
        trials: [],
        connectsPerSecond: 0,
        isLate: false,
        fault,
      })
    } finally {
      await turn.leave()
    }
  }
  for (let round = 2; round <= ROUNDS[size]; round++) {
    for (const { subject, capacity, runs, fixed } of outcomes) {
      if (capacity === 0) continue
      const turn = makeTurn(subject, rules)
      runs.push(await turn.sample(capacity * SHARE, `round ${round}`))
      if (rules.fixed !== null && fixed.length > 0) {
        fixed.push(await turn.sample(rules.fixed, `fixed rate, round ${round}`))
      }
      await turn.leave()
    }
  }
  return outcomes
}

/** An outcome whose rounds are not over. */
type Grown = Outcome & { readonly runs: Sample[]; readonly fixed: Sample[] }

async function firstRound(
  subject: Subject,
  rules: Contest,
  size: 'quick' | 'full',
  turn: Turn,
): Promise<Grown> {
  const trials: Sample[] = []
  const max = rules.bench.atMost ?? Number.POSITIVE_INFINITY
  const search = { start: subject.start, precision: PRECISION[size], trialsMax: TRIALS[size], max }
  // not counted: code is compiled and buffers grow
  const seconds = Math.max(WARM_SECONDS_MIN, rules.bench.seconds)
  const warm = await turn.sample(Math.min(max, subject.start * WARM_SHARE), 'warm-up', seconds)
  const calm = rules.fixed === null || rules.fixed > max ? null : rules.fixed
  const isInTime = calm === null || (warm.offered >= calm && isPassed(warm, rules.boundMs))
  const isLate = !isInTime && isOnlyLate(await turn.sample(calm, 'fixed rate'), rules)
  const boundMs = isLate ? PATIENT_MS : rules.boundMs
  let capacity = await searchCapacity(search, async (rate) => {
    let sample = await turn.sample(rate, 'search')
    if (isOnlyLate(sample, { ...rules, boundMs })) sample = await turn.sample(rate, 'again')
    trials.push(sample)
    return { passed: isPassed(sample, boundMs), achieved: sample.achieved / rules.perMessage }
  })
  const runs: Sample[] = []
  for (let tries = 0; capacity > 0 && tries < 3; tries++) {
    const sample = await turn.sample(capacity * SHARE, 'at 90 %')
    runs[0] = sample
    if (isPassed(sample, boundMs)) break
    capacity *= 0.8
  }
  const fixed = calm === null ? [] : [await turn.sample(calm, 'fixed rate, warm')]
  const connectsPerSecond = turn.connectsPerSecond()
  return { subject, capacity, runs, fixed, trials, connectsPerSecond, isLate, fault: null }
}

/** Kept up and lost nothing, yet was late: a pause of the machine does that once, a server at its limit twice. */
function isOnlyLate(sample: Sample, { boundMs, perMessage }: Contest): boolean {
  const { arrived, expected, failed, closedSockets, achieved, offered } = sample
  const isWhole = arrived === expected && failed === 0 && closedSockets === 0
  return isWhole && !isPassed(sample, boundMs) && achieved >= offered * perMessage * KEPT_UP
}

interface Turn {
  /** At least so many seconds; default: what the rules say. */
  sample(rate: number, why: string, least?: number): Promise<Sample>
  connectsPerSecond(): number
  leave(): Promise<void>
}

/** One subject's turn: a generator that stays as long as nothing was lost. */
function makeTurn(subject: Subject, rules: Contest): Turn {
  let generator: Generator | null = null
  let connects = 0
  let repeatsLeft = REPEATS_IN_TURN[rules.bench.quick ? 'quick' : 'full']
  const leave = async () => {
    await generator?.stop()
    generator = null
    await calm(subject)
  }
  const cpu = async () => ({
    server: subject.pid === null ? Number.NaN : await cpuMicros(subject.pid),
    database: subject.databasePid === null ? Number.NaN : await familyCpuMicros(subject.databasePid),
  })
  return {
    leave,
    connectsPerSecond: () => connects,
    async sample(rate, why, least = rules.bench.seconds) {
      const seconds = Math.max(least, MESSAGES_MIN / rate)
      for (let repeats = 0; ; repeats++) {
        const sample = await once({ rate, warmMs: rules.bench.quick ? 400 : 1_000, seconds })
        rules.seen?.(subject, sample)
        const isVoid = isDisturbed(sample) && repeats < REPEATS_MAX && repeatsLeft > 0
        if (isVoid) repeatsLeft--
        rules.bench.say(lineOf(subject, rules, sample, isVoid ? `${why}, void` : why))
        if (sample.arrived !== sample.expected || sample.failed > 0 || sample.closedSockets > 0) await leave()
        if (!isVoid) return sample
      }
    },
  }

  async function once(load: Omit<Load, 'startUs'>): Promise<Sample> {
    if (generator === null) {
      generator = await startGenerator(await subject.plan())
      connects = generator.connectsPerSecond
    }
    const foreign = await watchForeign()
    const before = await cpu()
    const measured = await generator.run(load)
    const after = await cpu()
    return {
      ...measured,
      serverUs: (after.server - before.server) / Math.max(1, measured.arrived),
      databaseUs: (after.database - before.database) / Math.max(1, measured.arrived),
      // of a remote server we see no process, so nothing can be told apart
      foreignCores: subject.pid === null ? Number.NaN : await foreign(),
    }
  }
}

/** Others were at work on this machine: what was measured is theirs as well. */
export function isDisturbed({ foreignCores }: Sample): boolean {
  return foreignCores > FOREIGN_CORES_MAX
}

/** Waits until a server has done what it was overloaded with. */
async function calm({ pid }: Subject): Promise<void> {
  if (pid === null) return
  const giveUpAt = performance.now() + QUIET_MS_MAX
  for (;;) {
    const before = await cpuMicros(pid)
    await new Promise((resolve) => setTimeout(resolve, 150))
    if ((await cpuMicros(pid)) - before <= 20_000 || performance.now() > giveUpAt) return
  }
}

/** Over 90 % of a core, the generator measures itself. */
export function isStarved({ generator }: Measured): boolean {
  return generator.cpu > 0.9 || generator.loop > 0.9
}

function lineOf({ server, variant }: Subject, rules: Contest, sample: Sample, why: string): string {
  const { offered, achieved, latency, arrived, expected, failed, closedSockets } = sample
  const count = (value: number) => Math.round(value).toLocaleString('en')
  const faults = [
    arrived < expected ? `${count(expected - arrived)} missing` : '',
    failed > 0 ? `${count(failed)} failed` : '',
    closedSockets > 0 ? `${closedSockets} sockets lost` : '',
    isStarved(sample) ? 'starved' : '',
    latency.p99 > rules.boundMs ? 'late' : '',
    isDisturbed(sample) ? `others used ${sample.foreignCores.toFixed(2)} cores` : '',
  ].filter(Boolean)
  const name = variant === '' ? server : `${server}, ${variant}`
  return `${name}: ${why}, offered ${count(offered * rules.perMessage)}, came ${count(achieved)} ${rules.unit}, p50 ${latency.p50.toFixed(1)} p99 ${latency.p99.toFixed(1)} ms${faults.length > 0 ? `, ${faults.join(', ')}` : ''}`
}
