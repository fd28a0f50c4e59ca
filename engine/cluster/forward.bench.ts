/** What a forwarded wish costs in this process, over a real nats-server: `node engine/cluster/forward.bench.ts [seconds]`. */
import type { Answer, Wish } from '../actors/ports.ts'
import { systemClock } from '../host/system-clock.ts'
import { shardOf } from '../kernel/shard.ts'
import { startNatsServer } from '../testing/nats-server.ts'
import { makeForward } from './forward.ts'
import { connectNats } from './nats.ts'
import { plainNats } from './testing.ts'
import { makeToldDirectory } from './told-directory.ts'

const seconds = Number(process.argv[2] ?? 3)
const ROOM = '0190a7b2-5a3c-7d10-8000-000000000001'
const quiet = { info() {}, warn() {}, error() {} }
const answer: Answer = { seq: 123_456, at: '2026-11-21T10:00:00.000Z', messageId: ROOM }
const server = await startNatsServer()

/** Asker and owner share this process, so what is counted is the cost of both. */
async function join(nodeId: string) {
  const bus = await connectNats({
    settings: plainNats(server.port),
    name: nodeId,
    clock: systemClock,
    random: Math.random,
    log: quiet,
  })
  const directory = makeToldDirectory(nodeId)
  directory.tell(shardOf(ROOM), { nodeId: 'owner', term: 1 })
  const gauges = { forwarded() {}, redirected() {}, waiting() {} }
  const deliver = async () => answer
  const forward = makeForward({
    bus,
    directory,
    deliver,
    clock: systemClock,
    gauges,
    log: quiet,
    addressOf: () => null,
  })
  return { bus, forward }
}

const asker = await join('asker')
const owner = await join('owner')

function wish(number: number): Wish {
  return {
    kind: 'conversation',
    roomId: ROOM,
    organisationId: ROOM,
    authorId: ROOM,
    commandId: `command-${number}`,
    command: { type: 'messages.send', text: 'x'.repeat(160) } as Wish['command'],
  }
}

let asked = 0
async function crowd(people: number, ms: number) {
  const tookMs: number[] = []
  const until = performance.now() + ms
  const cpu = process.cpuUsage()
  await Promise.all(
    Array.from({ length: people }, async () => {
      while (performance.now() < until) {
        const began = performance.now()
        await asker.forward.deliver(wish(++asked))
        tookMs.push(performance.now() - began)
      }
    }),
  )
  const { user, system } = process.cpuUsage(cpu)
  tookMs.sort((one, other) => one - other)
  const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? 0).toFixed(2)
  const micros = ((user + system) / tookMs.length).toFixed(1)
  const rate = Math.round(tookMs.length / (ms / 1_000))
  return `${people} at a time: ${rate} calls/s, ${micros} µs CPU a call (both sides), p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

await crowd(64, 1_000)
for (const people of [1, 16, 256]) process.stdout.write(`${await crowd(people, seconds * 1_000)}\n`)
await asker.bus.close()
await owner.bus.close()
await server.close()
