/** All of a story that is about posts: `makePosting`, editors, publishers, the networks outside, and who judges them. */
import type { Bug } from './bugs.ts'
import { checkDues } from './check-dues.ts'
import { checkPosts } from './check-posts.ts'
import { makeEditors } from './editors.ts'
import type { Ledger } from './ledger.ts'
import type { Machinery } from './machinery.ts'
import type { Operation } from './operations.ts'
import type { Person } from './person.ts'
import { makePublishers } from './publishers.ts'
import type { Register } from './register.ts'
import type { SimCluster } from './sim-cluster.ts'
import { makeSimNetwork } from './sim-network.ts'
import { makePorts } from './sim-ports.ts'
import type { World } from './world.ts'

export interface Posting {
  begin(untilMs: number): void
  heal(): void
  /** Everything that was asked of posts and for them. */
  operations(): readonly Operation[]
  /** What people asked and has no end yet. */
  open(): readonly Operation[]
  /** I10 and I11. Since when nothing goes wrong, and now; ms since the story began. */
  check(times: { readonly healedMs: number; readonly endMs: number }): void
}

export interface PostingParts {
  readonly world: World
  readonly register: Register
  readonly ledger: Ledger
  readonly cluster: SimCluster
  readonly people: readonly Person[]
  /** Conversations that posts may go to. */
  readonly rooms: readonly string[]
  readonly machinery: Machinery
  readonly bug: Bug | null
}

export function makePosting(parts: PostingParts): Posting {
  const { world, register, ledger, cluster, people, rooms, machinery, bug } = parts
  const { story } = world
  const { dues } = register
  const network = makeSimNetwork(world)
  const editors = makeEditors({ world, ledger, people, rooms, network, dues })
  const publishers = makePublishers({
    world,
    network,
    machinery,
    bug,
    doors: cluster.doors,
    portsOf: (process) => makePorts({ ...register, world, database: cluster.database, ledger }, process),
  })
  return {
    begin(untilMs) {
      editors.begin(untilMs)
      publishers.begin()
    },
    heal() {
      editors.heal()
      publishers.heal()
    },
    operations: () => [...editors.operations, ...machinery.operations],
    open: editors.open,
    check(times) {
      checkDues(ledger, dues, times, story)
      checkPosts({ ledger, network, machinery, story, endMs: times.endMs })
    },
  }
}
