/** `storm`: one chaos run: real clients talk at a steady rate, a fault strikes in between, and the verdict comes after. */
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../engine/kernel/random.ts'
import { check, faultsOf, type Verdict } from './checker.ts'
import { type Fault, type Load, type Measure, type Strike, USUAL, type Victim } from './fault.ts'
import type { Operation, Row } from './history.ts'
import { type Pace, paceOf } from './pace.ts'
import { makeRooms, signUp, type TalkRoom } from './people.ts'
import { plainVoice } from './plain-voice.ts'
import { makeRecorder, type Recorder } from './recorder.ts'
import { sdkVoice } from './sdk-voice.ts'
import type { Person, Voice } from './voice.ts'

export interface StormPlan {
  readonly fault: Fault
  /** Instead of what the fault asks for. */
  readonly load?: Partial<Load>
  readonly seed: number
  /** See `Tools`. */
  readonly isQuick?: boolean
}

export interface StormReport {
  readonly load: Load
  readonly verdict: Verdict
  readonly strikes: readonly Strike[]
  /** How answers came around each strike. */
  readonly pace: readonly Pace[]
  /** Promises that were broken, strikes that did nothing, in words. */
  readonly broken: readonly string[]
  /** Times and sizes that are past their target, in words. */
  readonly late: readonly string[]
  /** Why it failed: both of these. Empty when it has passed. */
  readonly whys: readonly string[]
}

/** How long answers and subscribers may take to arrive after the last message was sent. */
const SETTLE_MS_MAX = 30_000
const REPORT_MS = 5_000

/** `say` hears how it goes. Throws when the run itself could not be made. */
export async function storm(plan: StormPlan, say: (line: string) => void): Promise<StormReport> {
  const victim = await plan.fault.prepare({ say, now, isQuick: plan.isQuick ?? false })
  try {
    return await stormOn(victim, plan, say)
  } finally {
    await victim.stop()
  }
}

/** The same on a victim that is up already and goes on afterwards. */
export async function stormOn(
  victim: Victim,
  { fault, load: asked, seed }: StormPlan,
  say: (line: string) => void,
): Promise<StormReport> {
  const load: Load = { ...USUAL, ...fault.load, ...asked }
  const recorder = makeRecorder(now)
  const voices: Voice[] = []
  try {
    say(`${victim.url} is up; ${load.clients} people sign up`)
    // others may have talked there before; short, for it is part of every commandId
    const run = crypto.randomUUID().slice(0, 8)
    const names = Array.from({ length: load.clients }, (_, index) => `client${index + 1}-${run}`)
    const people = await signUp(victim.url, names)
    const rooms = await makeRooms(victim.url, people, load.rooms, load.membersPerRoom)
    const isOurs = (index: number) => load.voices === 'both' && index % 2 === 0
    voices.push(
      ...people.map((person, index) => {
        const random = seededRandom(seed * 1_000 + index)
        const options = { url: victim.url, person, recorder, random }
        return isOurs(index) ? sdkVoice(options) : plainVoice(options)
      }),
    )
    await Promise.all(voices.map((voice) => voice.listen(roomsOf(voice, rooms))))
    say(`all listen to their rooms; ${load.rate} messages a second for ${load.seconds} s`)
    const strikes = await talkAndStrike({ fault, victim, load, seed, voices, rooms, recorder, say })
    const ids = rooms.map(({ id }) => id)
    await settle('every answer is here', () => recorder.open === 0, say)
    const journal = await victim.journal(ids)
    await settle('every subscriber is up to date', () => upToDate(recorder, journal), say)
    const verdict = check(recorder.history, journal, fault)
    const pace = paceOf(recorder.history)
    return { load, verdict, strikes, pace, ...judged(verdict, strikes, fault) }
  } catch (error) {
    say(`the last words of what was struck:\n${victim.lastWords()}`)
    throw error
  } finally {
    await Promise.allSettled(voices.map((voice) => voice.close()))
  }
}

function now(): number {
  return performance.now()
}

function roomsOf(voice: Voice, rooms: readonly TalkRoom[]): string[] {
  return rooms.filter(({ members }) => members.some(({ name }) => name === voice.name)).map(({ id }) => id)
}

interface Scene {
  readonly fault: Fault
  readonly victim: Victim
  readonly load: Load
  readonly seed: number
  readonly voices: readonly Voice[]
  readonly rooms: readonly TalkRoom[]
  readonly recorder: Recorder
  readonly say: (line: string) => void
}

async function talkAndStrike(scene: Scene): Promise<readonly Strike[]> {
  const { recorder, say } = scene
  const begin = performance.now()
  const cpu = process.cpuUsage()
  const report = setInterval(() => say(progress(recorder)), REPORT_MS)
  try {
    const striking = strikeAll(scene)
    const [strikes] = await Promise.all([striking, speak(scene, striking)])
    const { user, system } = process.cpuUsage(cpu)
    const share = Math.round((user + system) / (performance.now() - begin) / 10)
    say(`all is said; the clients used ${share} % of a core`)
    return strikes
  } finally {
    clearInterval(report)
  }
}

/**
 * An open loop: messages leave when they are due, whether or not earlier ones were answered. It lasts as planned, and
 * on a slow machine until the last fault has passed: a fault that nobody speaks after proves nothing.
 */
async function speak({ load, seed, voices, rooms }: Scene, striking: Promise<unknown>): Promise<void> {
  const random = seededRandom(seed)
  const byName = new Map(voices.map((voice) => [voice.name, voice]))
  const begin = performance.now()
  let isStriking = true
  const over = () => {
    isStriking = false
  }
  striking.then(over, over)
  for (let number = 0; ; await sleep(5)) {
    const spokenMs = performance.now() - begin
    if (spokenMs > load.seconds * 1_000 && !isStriking) return
    for (const due = Math.floor((spokenMs / 1_000) * load.rate); number < due; number++) {
      const room = rooms[Math.floor(random() * rooms.length)] as TalkRoom
      const { name } = room.members[number % room.members.length] as Person
      byName.get(name)?.say(room.id, `message ${number} of ${name}`.padEnd(load.textChars, '.'))
    }
  }
}

/** Strikes at even distances, with a seeded shift, never in the first or last tenth of the run. */
export function strikeTimesMs(
  { seconds, strikes }: Pick<Load, 'seconds' | 'strikes'>,
  seed: number,
): number[] {
  const random = seededRandom(seed + 7)
  const slotMs = (seconds * 800) / strikes
  return Array.from({ length: strikes }, (_, index) => seconds * 100 + slotMs * (index + random() * 0.5))
}

async function strikeAll({ fault, victim, load, seed, recorder, say }: Scene): Promise<readonly Strike[]> {
  const begin = performance.now()
  const done: Strike[] = []
  for (const [index, atMs] of strikeTimesMs(load, seed).entries()) {
    await sleep(Math.max(0, begin + atMs - performance.now()))
    const strike = await victim.strike(index + 1)
    done.push(strike)
    recorder.struck({ ...strike, breaksSockets: fault.breaksSockets ?? false })
    const told = strike.measures.map(({ name, value, unit }) => `${name} ${Math.round(value)} ${unit}`)
    say(`strike ${index + 1}: ${told.join(', ')}${strike.idle === null ? '' : `; ${strike.idle}`}`)
    const backAt = performance.now()
    const isBack = ({ invokedAt, endedAt }: Operation) => invokedAt > backAt && endedAt < Infinity
    await settle(
      'somebody is answered',
      () => recorder.history.operations.findLast(isBack) !== undefined,
      say,
    )
  }
  return done
}

/** A count past its target is a broken promise; a time may be the machine's. */
function judged(verdict: Verdict, strikes: readonly Strike[], fault: Fault) {
  const idle = strikes.flatMap((strike) => strike.idle ?? [])
  const missed = strikes
    .flatMap(({ measures }) => measures)
    .filter(({ value, atMost }) => atMost !== null && !(value <= atMost))
  const say = ({ name, value, unit, atMost }: Measure) =>
    `${name} is ${Math.round(value)} ${unit}, not <= ${atMost}`
  const broken = [...faultsOf(verdict, fault), ...idle, ...missed.filter(({ unit }) => unit === '').map(say)]
  const late = missed.filter(({ unit }) => unit !== '').map(say)
  return { broken, late, whys: [...broken, ...late] }
}

async function settle(what: string, isTrue: () => boolean, say: (line: string) => void): Promise<void> {
  const begin = performance.now()
  while (!isTrue() && performance.now() - begin < SETTLE_MS_MAX) await sleep(50)
  const tookMs = Math.round(performance.now() - begin)
  say(isTrue() ? `${what} after ${tookMs} ms` : `gave up after ${tookMs} ms: not ${what}`)
}

function upToDate(recorder: Recorder, journal: readonly Row[]): boolean {
  const heads = new Map<string, number>()
  for (const { roomId, seq } of journal) heads.set(roomId, Math.max(seq, heads.get(roomId) ?? 0))
  return recorder.history.streams.every(
    ({ roomId, after, heard }) => (heard.at(-1)?.seq ?? after) >= (heads.get(roomId) ?? 0),
  )
}

function progress({ history, open }: Recorder): string {
  const { operations, faults, reconnects } = history
  return `${operations.length} sent, ${open} unanswered, ${faults.length} strikes, ${reconnects} reconnects`
}
