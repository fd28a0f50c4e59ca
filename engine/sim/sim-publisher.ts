/** One publisher as a process of its own: `startSimPublisher` claims, visits and reaches posts through the nodes' doors, as one that stands outside would. */
import type { Answer, Wish } from '../actors/ports.ts'
import { anchoredClock } from '../host/anchored-clock.ts'
import { idSource } from '../kernel/ids.ts'
import { sleep } from '../kernel/sleep.ts'
import { attempt, type Visitor } from '../post/attempt.ts'
import { workOf } from '../post/due.ts'
import { makeReadPost } from '../post/read.ts'
import { Refusal } from '../protocol/errors.ts'
import type { ClaimedRow } from '../store/dues.ts'
import type { Bug } from './bugs.ts'
import type { Chance } from './chance.ts'
import type { Door } from './door.ts'
import type { Machinery } from './machinery.ts'
import type { SimNetwork } from './sim-network.ts'
import { makeSimPlatform, visitNetwork } from './sim-platform.ts'
import type { Ports } from './sim-ports.ts'
import type { Process, World } from './world.ts'

export interface PublisherParts {
  readonly world: World
  readonly process: Process
  readonly ports: Ports
  readonly chance: Chance
  readonly doors: () => readonly Door[]
  readonly network: SimNetwork
  readonly machinery: Machinery
  readonly bug: Bug | null
  /** Something may go wrong with the process here. Resolves when it runs, if it ever does. */
  readonly stumble: () => Promise<void>
}

/** Shorter than a real publisher's, so that a story sees many end. */
const CLAIM_MS = 3_000
const LOOK_MS = 700
const LEASE_MS = 6_000
const VISITS_AT_ONCE = 8
const ANSWER_WAIT_MS = 2_500

/** Runs until its process dies. */
export async function startSimPublisher(parts: PublisherParts): Promise<void> {
  const { process, ports, world, bug, chance, machinery } = parts
  const clock = anchoredClock(process.clock, process.counter)
  clock.anchor(await askTime(ports, process), 0)
  const plain: Visitor = {
    deliver: machinery.over((wish) => deliver(parts, wish)),
    read: makeReadPost(ports.journal),
    newId: idSource(clock.now, chance.random),
    clock,
  }
  const visitor = bug?.visitor?.(plain) ?? plain
  for (;;) {
    let nextMs = LOOK_MS
    try {
      const rows = await ports.dues.claim(VISITS_AT_ONCE, CLAIM_MS)
      for (const row of rows) {
        visit(parts, visitor, row).catch((error: unknown) =>
          world.story.tell(process.name, () => `${row.name} of ${row.roomId}: ${error}`),
        )
      }
      const next = await ports.dues.nextBefore(new Date(clock.now() + LOOK_MS).toISOString())
      if (next !== null) nextMs = Math.max(20, Date.parse(next) - clock.now())
    } catch {
      // the database is away; it is asked again
    }
    await sleep(process, nextMs)
  }
}

async function askTime({ time }: Ports, process: Process): Promise<number> {
  for (;;) {
    try {
      return await time()
    } catch {
      await sleep(process, 200)
    }
  }
}

async function visit(
  parts: PublisherParts,
  visitor: Visitor,
  { roomId: postId, organisationId, name }: ClaimedRow,
): Promise<void> {
  const { process, network, world, bug, stumble } = parts
  const due = workOf(name)
  if (due === null || due.work === 'lease') return
  const { targetId, step, work: purpose } = due
  await stumble()
  const place = { postId, organisationId, targetId, step }
  const leaseMs = LEASE_MS
  const isDone = await attempt(visitor, place, { purpose, leaseMs }, async (order, tried, hasTime) => {
    await stumble()
    const { now } = visitor.clock
    const intent = `${postId} ${targetId} ${step}`
    const worker = tried.lease?.worker ?? ''
    const plain = makeSimPlatform({ network, process, now, intent, worker })
    const told = visitNetwork(bug?.platform?.(plain) ?? plain, purpose, order, bug?.hasTime ?? hasTime, now)
    // what has left goes on without us
    void stumble()
    const { outcome, evidence } = await told
    world.story.tell(process.name, () => `${purpose} ${intent}: ${outcome.is}`)
    await stumble()
    return { outcome, evidence }
  })
  if (isDone) await stumble()
}

/** Over the wire, through whatever door is open. Rejects with a Refusal. */
function deliver({ process, chance, doors }: PublisherParts, wish: Wish): Promise<Answer> {
  const open = doors()
  const delay = () => 1 + chance.random() * 10
  return new Promise((resolve, reject) => {
    process.after(ANSWER_WAIT_MS, () => reject(new Refusal('UNAVAILABLE')))
    if (open.length === 0) {
      process.after(delay(), () => reject(new Refusal('OWNER_UNREACHABLE')))
      return
    }
    const door = chance.oneOf(open)
    door.process.after(delay(), () => {
      door.deliver(wish).then(
        (answer) => void process.after(delay(), () => resolve(answer)),
        (refusal) => void process.after(delay(), () => reject(refusal)),
      )
    })
  })
}
