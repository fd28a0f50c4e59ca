/** What people want of posts: `makeEditors`. They plan, change their minds while attempts are under way, and say the truth when asked. */
import type { Wish } from '../actors/ports.ts'
import { sleep } from '../kernel/sleep.ts'
import { foldAll } from '../post/fold.ts'
import { NO_POST, type PostState } from '../post/state.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { TargetDraft } from '../protocol/post-shapes.ts'
import type { Ledger } from './ledger.ts'
import type { MemoryDues } from './memory-dues.ts'
import type { Operation } from './operations.ts'
import type { Person } from './person.ts'
import { EVIDENCE, type SimNetwork, type SimNetworkName } from './sim-network.ts'
import { ORGANISATION } from './workload.ts'
import { BEGINNING_MS, type World } from './world.ts'

export interface Editors {
  readonly operations: readonly Operation[]
  begin(untilMs: number): void
  /** They let go what they hold, and plan something for the calm. */
  heal(): void
  /** Wishes that have no end yet. */
  open(): readonly Operation[]
}

export interface EditorsParts {
  readonly world: World
  readonly ledger: Ledger
  readonly people: readonly Person[]
  /** Conversations that posts may go to. */
  readonly rooms: readonly string[]
  readonly network: SimNetwork
  readonly dues: Pick<MemoryDues, 'hold'>
}

const HOUR_MS = 3_600_000
const PLAIN = { text: null, media: null, options: {}, parts: [], staggerMs: 0, after: null }

/** Longer than a failover takes. */
const HELD_AGAIN_MS = 2_000

export function makeEditors({ world, ledger, people, rooms, network, dues }: EditorsParts): Editors {
  const chance = world.chance.fork('editors')
  const operations: Operation[] = []
  const postIds: string[] = []
  const postsMax = chance.between(4, 9)
  const thinkMs = chance.between(300, 1_200)
  const isRestless = chance.happens(0.5)
  /** Steps that somebody is looking for at the network. */
  const looked = new Set<string>()
  let commands = 0

  async function ask(person: Person, roomId: string, command: PostCommand): Promise<void> {
    const wish: Wish<PostCommand> = {
      kind: 'post',
      roomId,
      organisationId: ORGANISATION,
      authorId: person.userId,
      commandId: `e${++commands}`,
      command,
    }
    const operation: Operation = { wish, invokedMs: world.now(), outcome: null }
    operations.push(operation)
    await person.ask(operation)
  }

  function stateOf(postId: string): PostState {
    return foldAll(
      NO_POST,
      ledger.factsOf(postId).map(({ event }) => event as PostEvent),
    )
  }

  async function begin(person: Person, inMs: number): Promise<void> {
    const postId = `post-${postIds.length}-${chance.between(0, 9_999)}`
    postIds.push(postId)
    await ask(person, postId, {
      type: 'post.create',
      text: `${postId} says something`,
      media: [],
      tags: [],
      approval: chance.happens(0.1) ? 'internal' : 'none',
      together: chance.happens(0.15),
      targets: targets(postId),
    })
    if (stateOf(postId).approval === 'internal')
      await ask(person, postId, { type: 'post.approve', as: 'internal' })
    await ask(person, postId, plan(inMs))
  }

  function targets(postId: string): TargetDraft[] {
    const networks = (Object.keys(EVIDENCE) as SimNetworkName[]).filter(() => chance.happens(0.4))
    const drafts = networks.map((network): TargetDraft => {
      const to = { kind: 'account' as const, accountId: `our-${network}`, network }
      // what has a key at the network is stored there first
      return { ...PLAIN, to, media: network === 'youtube' ? ['film'] : null, parts: parts(postId, network) }
    })
    if (drafts.length === 0 || chance.happens(0.4)) {
      const to = { kind: 'conversation' as const, conversationId: chance.oneOf(rooms) }
      drafts.push({ ...PLAIN, to, parts: parts(postId, 'room') })
    }
    const isChained = drafts.length > 1 && chance.happens(0.2)
    return drafts.map((draft, index) =>
      isChained && index === 1 ? { ...draft, after: { targetId: 't1', delayMs: 300 } } : draft,
    )
  }

  function parts(postId: string, where: string): TargetDraft['parts'] {
    if (where === 'youtube' || !chance.happens(0.25)) return []
    return [{ text: `${postId} says more`, media: [], delayMs: chance.oneOf([0, 500]) }]
  }

  function plan(inMs: number): PostCommand {
    const at = new Date(BEGINNING_MS + Math.ceil((world.now() + inMs) / 1_000) * 1_000)
    const onLate = chance.oneOf(['publish', 'publish', 'ask', 'skip', 'nextSlot'] as const)
    return {
      type: 'post.plan',
      plan: {
        at: {
          localDateTime: at.toISOString().slice(0, 19),
          timeZone: 'UTC',
          gap: 'after',
          overlap: 'first',
        },
        lateness: { maxMs: chance.oneOf([4_000, 60_000]), onLate },
      },
    }
  }

  function soonMs(): number {
    return chance.happens(0.1) ? HOUR_MS : chance.between(-2_000, 9_000)
  }

  function changeOfMind(state: PostState): PostCommand {
    const { id: targetId, steps } = chance.oneOf([...state.targets.values()])
    const step = chance.between(0, steps.length - 1)
    const dice = chance.random()
    if (dice < 0.3) return plan(soonMs())
    if (dice < 0.45) {
      const text = `${state.text.split(' ')[0]} says something else, ${commands}`
      return { type: 'post.edit', text, media: null, tags: null, add: [], remove: [], change: [] }
    }
    if (dice < 0.55) return { type: 'post.cancel', targetId: chance.happens(0.7) ? targetId : null }
    if (dice < 0.6) return { type: 'post.unplan' }
    if (dice < 0.75) return { type: 'post.retry', targetId, step }
    if (dice < 0.85) return { type: 'post.hold', by: 'plan', targetId: null }
    if (dice < 0.95) return { type: 'post.release', by: 'plan', targetId: null }
    return { type: 'post.comment', text: 'is it there?' }
  }

  /** Somebody who is asked goes and looks. What nobody else may answer meanwhile cannot become untrue. */
  async function resolve(person: Person, postId: string, targetId: string, step: number): Promise<void> {
    const intent = `${postId} ${targetId} ${step}`
    if (looked.has(intent)) return
    looked.add(intent)
    const as = network.ofIntent(intent).length > 0 ? 'there' : 'absent'
    await ask(person, postId, { type: 'post.resolve', targetId, step, as, url: null })
    looked.delete(intent)
  }

  function undecided({ targets }: PostState): { targetId: string; step: number } | undefined {
    const all = [...targets.values()].flatMap(({ id: targetId, steps }) =>
      steps.map(({ life }, step) => ({ targetId, step, life })),
    )
    return all.find(({ life }) => life === 'needsHuman')
  }

  async function live(person: Person, untilMs: number): Promise<void> {
    while (world.now() < untilMs) {
      if (postIds.length < postsMax && chance.happens(0.5)) await begin(person, soonMs())
      else if (postIds.length > 0) {
        const postId = chance.oneOf(postIds)
        const state = stateOf(postId)
        const asked = undecided(state)
        if (asked !== undefined && chance.happens(0.5))
          await resolve(person, postId, asked.targetId, asked.step)
        else if (isRestless && state.targets.size > 0) await ask(person, postId, changeOfMind(state))
      }
      await sleep(world, chance.random() * 2 * thinkMs)
    }
  }

  /** One click that stops everything, and one that lets it go. */
  function holdAll(untilMs: number): void {
    if (world.now() > untilMs) return
    dues.hold(ORGANISATION, true)
    world.story.tell('EDITORS', () => 'stop all posts')
    world.after(chance.between(200, 4_000), () => dues.hold(ORGANISATION, false))
    world.after(chance.between(4_000, 20_000), () => holdAll(untilMs))
  }

  return {
    operations,
    begin(untilMs) {
      for (const person of people.slice(0, 2))
        world.after(chance.between(1_500, 3_000), () => void live(person, untilMs))
      if (chance.happens(0.3)) world.after(chance.between(3_000, 20_000), () => holdAll(untilMs))
    },
    heal() {
      dues.hold(ORGANISATION, false)
      // a failover that had begun may bring the hold back from a standby that lags; whoever sees it clicks again
      world.after(HELD_AGAIN_MS, () => dues.hold(ORGANISATION, false))
      const [person] = people
      if (person === undefined) return
      for (const postId of postIds)
        void ask(person, postId, { type: 'post.release', by: 'plan', targetId: null })
      for (let post = 0; post < 2; post++) void begin(person, chance.between(2_000, 10_000))
    },
    open: () => operations.filter(({ outcome }) => outcome === null),
  }
}
