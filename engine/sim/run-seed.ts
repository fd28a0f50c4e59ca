/** One story from its seed to its judgement: `runSeed`. */
import type { Bug } from './bugs.ts'
import { checkAnswers } from './check-answers.ts'
import { checkJournal } from './check-journal.ts'
import { checkPeople } from './check-people.ts'
import { makeLedger } from './ledger.ts'
import { makeMachinery } from './machinery.ts'
import { makeNemesis } from './nemesis.ts'
import { makePerson } from './person.ts'
import { makePosting } from './posting.ts'
import { makeRegister } from './register.ts'
import { makeSimCluster } from './sim-cluster.ts'
import { startSimNode } from './sim-node.ts'
import type { Story } from './story.ts'
import { makeWorkload } from './workload.ts'
import { makeWorld } from './world.ts'

/** Phases of a story, ms. */
const TROUBLE_MS = 22_000
/** Nobody speaks for so long: what was lost must be found without a next message to betray it. */
const QUIET_MS = 16_000
/** And then everything must work. */
const PROBE_MS = 4_000
const END_MS = TROUBLE_MS + QUIET_MS + PROBE_MS
/** The share of stories in which there are posts, too. */
const WITH_POSTS = 0.25

export interface Verdict {
  readonly seed: number
  readonly violations: readonly string[]
  readonly counts: Story['counts']
  readonly hash: string
  readonly lines: readonly string[]
  readonly events: number
}

export interface SeedOptions {
  readonly seed: number
  readonly bug?: Bug | null
  /** Keep the story's lines and their hash. */
  readonly isTold?: boolean
}

export async function runSeed({ seed, bug = null, isTold = false }: SeedOptions): Promise<Verdict> {
  const world = makeWorld({ seed, isTold })
  const { story, chance } = world
  const ledger = makeLedger()
  const register = makeRegister(world, bug)
  const draws = chance.fork('story')
  const machinery = chance.fork('with posts').happens(WITH_POSTS) ? makeMachinery(world) : null
  const cluster = makeSimCluster({
    world,
    register,
    ledger,
    nodes: draws.between(3, 5),
    bug,
    machinery,
    startNode: startSimNode,
  })
  const people = ['ann', 'bob', 'cat', 'dan', 'eve'].map((userId) =>
    makePerson({ world, ledger, userId, chance: chance.fork(userId), doors: cluster.doors }),
  )
  const workload = makeWorkload({ world, people, chance: chance.fork('workload') })
  const { rooms } = workload
  const posting =
    machinery && makePosting({ world, register, ledger, cluster, people, rooms, machinery, bug })
  const nemesis = makeNemesis(world, cluster)

  workload.begin(TROUBLE_MS)
  posting?.begin(TROUBLE_MS)
  nemesis.begin(TROUBLE_MS)
  await world.runUntil(TROUBLE_MS)
  nemesis.heal()
  posting?.heal()
  await world.runUntil(TROUBLE_MS + QUIET_MS)
  const open = () => [...workload.open(), ...(posting?.open() ?? [])]
  checkPeople(ledger, people, rooms, register.view().epoch, story)
  for (const { wish } of open()) story.violate('I13', `${wish.commandId} never has an end`)
  workload.probe()
  await world.runUntil(END_MS)
  for (const { wish } of open()) story.violate('I13', `${wish.roomId} does not serve ${wish.commandId}`)
  const operations = [...workload.operations, ...(posting?.operations() ?? [])]
  checkJournal(ledger, operations, story)
  checkAnswers(ledger, operations, story)
  checkPeople(ledger, people, rooms, register.view().epoch, story)
  posting?.check({ healedMs: TROUBLE_MS, endMs: END_MS })
  const { violations, counts, lines } = story
  return { seed, violations, counts, lines, hash: story.hash(), events: world.events() }
}
