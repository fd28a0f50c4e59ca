/** `makeCrowd`: the sockets of a plan, an open loop of messages over them, and what came of each. */
import { performance } from 'node:perf_hooks'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { type Client, openClient } from './client.ts'
import { type Count, type KnownFrame, makeAnswers, makeDeliveries, timeIn } from './counter.ts'
import { BINARY, makeTemplate, TEXT, type Template } from './frame-writer.ts'
import { type Latencies, makeLatencies } from './latency.ts'
import { nowUs } from './now-us.ts'
import type { Load, Plan, Share, SocketPlan } from './plan.ts'
import { dueBy, dueUs } from './schedule.ts'

export interface Crowd {
  /** The first `upTo` sockets of the plan; rejects when one is refused. Before the first load, all must be there. */
  connect(upTo: number): Promise<void>
  run(load: Load): Promise<Share>
}

/** Handshakes under way at a time: fewer than a listen queue holds. */
const CONNECTING_MAX = 100
/** Ids have ten digits, and begin anywhere: a commandId that was used before is answered, and nothing happens. */
const ID_MIN = 1_000_000_000
const ID_MAX = 9_000_000_000
/** Calls whose due times are remembered; more than any server lets wait. */
const IN_FLIGHT_MAX = 2 ** 20
const SAMPLES_PER_SECOND = 20_000
/** Nothing new for so long after the end means that nothing more comes. */
const QUIET_MS = 1_000
/** What is as late as this is lost: a server that collapsed would deliver for half a minute. */
const LATE_MS_MAX = 2_500
const TICK_MS = 1
/** How long a crowd that only counts leaves its sockets alone. */
const REST_MS = 8

interface Speaker {
  readonly client: Client
  readonly template: Template
}

export function makeCrowd(plan: Plan): Crowd {
  const url = new URL(plan.url)
  const dues = new Float64Array(IN_FLIGHT_MAX)
  const known = new Map<string, KnownFrame>()
  const count: Count = { events: 0, faults: 0 }
  const answerIn = makeAnswers(plan.reading)
  const rest = new Int32Array(new SharedArrayBuffer(4))
  let closed = 0
  let nextId = ID_MIN + Math.floor(Math.random() * (ID_MAX - ID_MIN))
  let latencies: Latencies = makeLatencies()
  let lags: Latencies = makeLatencies()
  let measuredFromUs = Number.POSITIVE_INFINITY
  let stride = 1
  let untilSample = 1

  const onDelivery = (socket: SocketPlan) => {
    const eventsIn = makeDeliveries(plan.reading, socket.rooms ?? [], known, count)
    return (_opcode: number, bytes: Buffer, start: number, end: number, length: number) => {
      const events = eventsIn(bytes, start, end, length)
      if (events === 0) return
      count.events += events
      if (plan.rests || --untilSample > 0) return
      untilSample = 1 + Math.floor(Math.random() * (2 * stride - 1))
      const dueAtUs = timeIn(bytes, start, end, Math.random())
      if (dueAtUs !== null && dueAtUs >= measuredFromUs) latencies.add(nowUs() - dueAtUs, events)
    }
  }
  const onAnswer = (_opcode: number, bytes: Buffer, start: number, end: number) => {
    const id = answerIn(bytes, start, end)
    if (id === 0) return
    if (id < 0) {
      count.faults++
      if (process.env.BENCH_DEBUG) console.error(bytes.toString('latin1', start, Math.min(end, start + 300)))
      return
    }
    if (plan.expects !== 'answer') return
    count.events++
    const dueAtUs = dues[id & (IN_FLIGHT_MAX - 1)] as number
    if (dueAtUs >= measuredFromUs) latencies.add(nowUs() - dueAtUs)
  }

  const clients: Client[] = new Array(plan.sockets.length)
  const speakers: Speaker[] = []
  let begun = 0
  const connectSome = async (upTo: number) => {
    while (begun < upTo) {
      const index = begun++
      const socket = plan.sockets[index] as SocketPlan
      clients[index] = await openClient({
        url: socket.url === undefined ? url : new URL(socket.url),
        plan: socket,
        onFrame:
          socket.counts === 'deliveries'
            ? onDelivery(socket)
            : socket.counts === 'answers'
              ? onAnswer
              : () => {},
        onClose: () => closed++,
      })
    }
  }
  const perMessage = plan.expects === 'answer' ? 1 : plan.expects.deliveries

  /** Everything due between the two, the frames of one socket in one write. */
  function say(load: Load, startUs: number, from: number, to: number): void {
    const schedule = { rate: load.rate, startUs }
    const turns = new Map<Client, number[]>()
    for (let index = from; index < to; index++) {
      const { client } = speakers[index % speakers.length] as Speaker
      const turn = turns.get(client)
      if (turn) turn.push(index)
      else turns.set(client, [index])
    }
    for (const [client, indexes] of turns) {
      let bytes = 0
      for (const index of indexes) bytes += (speakers[index % speakers.length] as Speaker).template.bytes
      const frames = Buffer.allocUnsafe(bytes)
      let at = 0
      for (const index of indexes) {
        const { template } = speakers[index % speakers.length] as Speaker
        const us = Math.floor(dueUs(schedule, index))
        const id = nextId++
        dues[id & (IN_FLIGHT_MAX - 1)] = us
        template.write(frames, at, id, us)
        at += template.bytes
      }
      client.write(frames)
    }
  }

  return {
    async connect(upTo) {
      await Promise.all(Array.from({ length: CONNECTING_MAX }, () => connectSome(upTo)))
      if (upTo < plan.sockets.length || speakers.length > 0) return
      for (const { socket, template } of plan.voices) {
        const client = clients[socket] as Client
        const opcode = plan.sockets[socket]?.binary ? BINARY : TEXT
        speakers.push({ client, template: makeTemplate(template, client.mask, opcode) })
      }
    },
    async run(load) {
      const { startUs } = load
      const messages = messagesOf(load)
      // who only watches says nothing
      const total = speakers.length === 0 ? 0 : messages
      const expected = messages * perMessage
      const warmUs = startUs + load.warmMs * 1_000
      const endUs = warmUs + load.seconds * 1_000_000
      latencies = makeLatencies()
      lags = makeLatencies()
      measuredFromUs = warmUs
      stride = Math.max(1, Math.round((load.rate * perMessage) / SAMPLES_PER_SECOND))
      untilSample = 1
      count.events = 0
      count.faults = 0
      const closedBefore = closed
      let sent = 0
      let warm: {
        events: number
        cpu: NodeJS.CpuUsage
        loop: ReturnType<typeof loopUse>
        us: number
      } | null = null
      while (sent < total || nowUs() < endUs) {
        if (warm === null && nowUs() >= warmUs) {
          warm = { events: count.events, cpu: process.cpuUsage(), loop: loopUse(), us: nowUs() }
        }
        const due = dueBy({ rate: load.rate, startUs }, nowUs(), total)
        if (due > sent) {
          say(load, startUs, sent, due)
          const firstDueUs = dueUs({ rate: load.rate, startUs }, sent)
          if (firstDueUs >= warmUs) lags.add(nowUs() - firstDueUs, due - sent)
          sent = due
        }
        if (plan.rests) {
          Atomics.wait(rest, 0, 0, REST_MS)
          await nextTurn()
        } else await sleep(TICK_MS)
      }
      const tookUs = nowUs() - (warm?.us ?? startUs)
      const achieved = ((count.events - (warm?.events ?? 0)) * 1e6) / tookUs
      const cpu = process.cpuUsage(warm?.cpu)
      const cores = (cpu.user + cpu.system) / tookUs
      // a rest is work to the loop
      const loop = plan.rests ? cores : performance.eventLoopUtilization(warm?.loop).utilization
      await quiet(() => count.events + count.faults, expected)
      measuredFromUs = Number.POSITIVE_INFINITY
      return {
        offered: load.rate,
        seconds: load.seconds,
        sent,
        expected,
        arrived: count.events,
        failed: count.faults,
        closedSockets: closed - closedBefore,
        achieved,
        latencies: plan.rests ? null : latencies.packed(),
        generator: { cpu: cores, loop, lagMs: lags.told().p99 },
      }
    },
  }
}

/** All of a load, warm-up included. */
function messagesOf({ rate, warmMs, seconds }: Load): number {
  return Math.round((rate * (warmMs + seconds * 1_000)) / 1_000)
}

async function quiet(arrived: () => number, expected: number): Promise<void> {
  let last = arrived()
  const endMs = performance.now()
  let sinceMs = endMs
  const isHopeful = () => performance.now() - sinceMs < QUIET_MS && performance.now() - endMs < LATE_MS_MAX
  while (arrived() < expected && isHopeful()) {
    await sleep(5)
    if (arrived() === last) continue
    last = arrived()
    sinceMs = performance.now()
  }
}

function loopUse() {
  return performance.eventLoopUtilization()
}
