/** One chaos run: a real server, real clients at a steady rate, faults in between, and the verdict after. */
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../../engine/kernel/random.ts'
import { check, type Verdict } from './checker.ts'
import { killDatabase, readJournal } from './database.ts'
import type { Fault, Operation, Row } from './history.ts'
import { makeRooms, signUp } from './people.ts'
import { plainVoice } from './plain-voice.ts'
import { makeRecorder, type Recorder } from './recorder.ts'
import { sdkVoice } from './sdk-voice.ts'
import { type ServerUnderTest, serverUnderTest } from './server.ts'
import type { Person, Voice } from './voice.ts'

export interface Plan {
  readonly scenario: Fault['kind']
  readonly seconds: number
  readonly faults: number
  readonly clients: number
  readonly rooms: number
  /** Messages a second of all clients together. */
  readonly rate: number
  readonly seed: number
}

/** How long answers and subscribers may take to arrive after the last message was sent. */
const SETTLE_MS_MAX = 30_000

/** Runs `plan`; `say` hears how it goes. Throws when the run itself could not be made. */
export async function runChaos(plan: Plan, say: (line: string) => void): Promise<Verdict> {
  const recorder = makeRecorder(() => performance.now())
  const server = await serverUnderTest()
  const voices: Voice[] = []
  try {
    await server.start()
    say(`the server is at ${server.url}; ${plan.clients} people sign up`)
    const names = Array.from({ length: plan.clients }, (_, index) => `client${index + 1}`)
    const people = await signUp(server.url, names)
    const rooms = await makeRooms(server.url, people, plan.rooms)
    voices.push(...people.map((person, index) => makeVoice(server.url, person, index, plan, recorder)))
    await Promise.all(voices.map((voice) => voice.listen(rooms)))
    say(`all listen to ${rooms.length} rooms; ${plan.rate} messages a second for ${plan.seconds} s`)

    const begin = performance.now()
    const cpu = process.cpuUsage()
    const report = setInterval(() => say(progress(recorder)), 5_000)
    try {
      const striking = strike(plan, server, recorder, say)
      await Promise.all([striking, speak(plan, voices, rooms, striking)])
      const { user, system } = process.cpuUsage(cpu)
      const share = Math.round((user + system) / (performance.now() - begin) / 10)
      say(`all is said; the clients used ${share} % of a core`)
      await settle('every answer is here', () => recorder.open === 0, say)
      const journal = await readJournal(server.dataDir, rooms)
      await settle('every subscriber is up to date', () => upToDate(recorder, journal), say)
      return check(recorder.history, journal)
    } finally {
      clearInterval(report)
    }
  } catch (error) {
    say(`the server's last words:\n${server.lastWords()}`)
    throw error
  } finally {
    await Promise.allSettled(voices.map((voice) => voice.close()))
    await server.stop()
    await server.remove()
  }
}

/** Every other client is our SDK, the rest is the unmodified tRPC client. */
function makeVoice(url: string, person: Person, index: number, plan: Plan, recorder: Recorder): Voice {
  const random = seededRandom(plan.seed * 1_000 + index)
  return index % 2 === 0 ? sdkVoice({ url, person, recorder }) : plainVoice({ url, person, recorder, random })
}

/**
 * An open loop: messages leave when they are due, whether or not earlier ones were answered. It lasts as planned, and
 * on a slow machine until the last fault has passed: a fault that nobody speaks after proves nothing.
 */
async function speak(
  plan: Plan,
  voices: readonly Voice[],
  rooms: readonly string[],
  striking: Promise<void>,
): Promise<void> {
  const random = seededRandom(plan.seed)
  const begin = performance.now()
  let isStriking = true
  const over = () => {
    isStriking = false
  }
  striking.then(over, over)
  for (let number = 0; ; await sleep(5)) {
    const spokenMs = performance.now() - begin
    if (spokenMs > plan.seconds * 1_000 && !isStriking) return
    for (const due = Math.floor((spokenMs / 1_000) * plan.rate); number < due; number++) {
      const voice = voices[number % voices.length] as Voice
      const room = rooms[Math.floor(random() * rooms.length)] as string
      voice.say(room, `message ${number} of ${voice.name}`)
    }
  }
}

/** Faults at even distances, with a seeded shift, never in the first or last tenth of the run. */
export function faultTimesMs({ seconds, faults, seed }: Pick<Plan, 'seconds' | 'faults' | 'seed'>): number[] {
  const random = seededRandom(seed + 7)
  const slotMs = (seconds * 800) / faults
  return Array.from({ length: faults }, (_, index) => seconds * 100 + slotMs * (index + random() * 0.5))
}

async function strike(
  plan: Plan,
  server: ServerUnderTest,
  recorder: Recorder,
  say: (line: string) => void,
): Promise<void> {
  const begin = performance.now()
  for (const [index, atMs] of faultTimesMs(plan).entries()) {
    await sleep(Math.max(0, begin + atMs - performance.now()))
    const struckAt = performance.now()
    recorder.struck(plan.scenario)
    if (plan.scenario === 'kill') {
      await server.kill()
      await server.start()
    } else {
      await killDatabase(server.dataDir)
    }
    const what =
      plan.scenario === 'kill' ? 'the node was killed; ready' : 'the database was killed; it answers'
    say(`fault ${index + 1}: ${what} again after ${Math.round(performance.now() - struckAt)} ms`)
    const backAt = performance.now()
    const isBack = ({ invokedAt, endedAt }: Operation) => invokedAt > backAt && endedAt < Infinity
    await settle(
      'somebody is answered',
      () => recorder.history.operations.findLast(isBack) !== undefined,
      say,
    )
  }
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
  return `${operations.length} sent, ${open} unanswered, ${faults.length} faults, ${reconnects} reconnects`
}
