/** `play`: lives through a week in seconds: real rooms, alarm, ring and publisher in a house of memory, against fakes on sockets. */
import { makeAlarm } from '../../engine/actors/alarm.ts'
import type { Log, RoomWrite } from '../../engine/actors/ports.ts'
import { makeRuntime } from '../../engine/actors/runtime.ts'
import { conversationKind } from '../../engine/conversation/kind.ts'
import { idSource } from '../../engine/kernel/ids.ts'
import { shardOf } from '../../engine/kernel/shard.ts'
import { makeBudgets } from '../../engine/outside/budgets/budgets.ts'
import { CALL_LIMITS } from '../../engine/outside/budgets/limits.ts'
import { duesOf, timeOf } from '../../engine/post/due.ts'
import { foldAll } from '../../engine/post/fold.ts'
import { postKind } from '../../engine/post/kind.ts'
import { listingOf } from '../../engine/post/listing.ts'
import { makeReadPost } from '../../engine/post/read.ts'
import { makeRing } from '../../engine/post/ring.ts'
import { NO_POST } from '../../engine/post/state.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { makeChance } from '../../engine/sim/chance.ts'
import { makeMemoryDues } from '../../engine/sim/memory-dues.ts'
import { makeMemoryJournal } from '../../engine/sim/memory-journal.ts'
import { startKeeper } from '../keeper/keeper.ts'
import { patienceOf } from '../publisher/parts.ts'
import { openFakeTown, type Shown } from './fake-town.ts'
import { startMediaHost } from './media-host.ts'
import { makeMemoryAccounts } from './memory-accounts.ts'
import { makeMemoryLedger } from './memory-ledger.ts'
import { makeMemorySlots } from './memory-slots.ts'
import { keepPublisher } from './publishers.ts'
import { rewound } from './rewound.ts'
import { makeTwinClock } from './twin-clock.ts'
import { type Climate, type Moment, makeWeather } from './weather.ts'
import type { Week, WeekConversation } from './week.ts'

export interface Playing {
  readonly climate: Climate
  readonly seed: number
  /** What an organisation may spend on X in a month, thousandths of a US dollar; null: no cap. */
  readonly spendCapMils: number | null
  /** How long a network may take to answer a call. */
  readonly networkTimeoutMs: number
}

export interface Played {
  readonly posts: readonly PlayedPost[]
  /** What was public at the fakes in the end; comments are left out. */
  readonly shown: readonly Shown[]
  /** What X billed, thousandths of a US dollar. */
  readonly costMils: number
  /** How often the publisher died. */
  readonly deaths: number
  /** What the house warned of, each once. */
  readonly warnings: readonly string[]
}

export interface PlayedPost {
  readonly id: string
  /** What had happened before the twin's week. */
  readonly before: readonly PostEvent[]
  readonly after: readonly PostEvent[]
}

const HOUR_MS = 60 * 60_000
/** What was begun in the week has an end by then: a network that cannot tell is believed for a day. */
const GRACE_MS = 26 * HOUR_MS
/** The only publisher hears of every row in this house, so it need not look for those of others each second. */
const LOOK_MS = 60_000
/** There is one node. */
const TERM = 1

export async function play(
  week: Week,
  { climate, seed, spendCapMils, networkTimeoutMs }: Playing,
): Promise<Played> {
  const clock = makeTwinClock(week.nowMs)
  const weather = makeWeather(seed, climate, momentsOf(week))
  const [town, host] = await Promise.all([
    openFakeTown({ clock, weather, silenceMs: networkTimeoutMs }),
    startMediaHost(week.media),
  ])
  const dues = makeMemoryDues(clock.now)
  const journal = makeMemoryJournal({ dues })
  const posts = week.posts.map(({ id, events }) => ({ id, before: rewound(events) }))
  await journal.commit(0, [
    ...posts.map(({ id, before }) => begun(id, before)),
    ...week.conversations.map((conversation) => opened(conversation, week.nowMs)),
  ])
  for (const organisationId of week.held) dues.hold(organisationId, true)

  const warnings = new Set<string>()
  const warn = (_detail: object, message: string) => void warnings.add(message)
  const log: Log = { warn, error: warn }
  const newId = idSource(clock.now, makeChance(seed).fork('ids').random)
  const ownership = { termOf: () => TERM, lost() {} }
  const runtime = makeRuntime({
    kinds: [conversationKind, postKind],
    journal,
    ownership,
    listeners: { tell() {} },
    alarm: {
      note(roomId, changes) {
        alarm.note(roomId, changes)
        publisher.note(roomId, changes)
      },
    },
    clock,
    newId,
    gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
    log,
  })
  const visitor = { deliver: runtime.deliver, read: makeReadPost(journal), newId, clock }
  const linksOf = async (_: string, ids: readonly string[]) => ids.map((id) => `/media/${id}`)
  const ring = makeRing({ ...visitor, linksOf, isHeld: dues.isHeld })
  const alarm = makeAlarm({ dues, ownership, clock, ring, log })
  const { platforms } = town
  const accounts = makeMemoryAccounts({ accounts: week.accounts, grant: town.grant, platforms, clock })
  const endKeeping = startKeeper({ outside: { accounts, media: { sweep: async () => 0 } }, clock, log })
  const publisher = keepPublisher({
    ...visitor,
    dues,
    log,
    weather,
    lookMs: LOOK_MS,
    patience: patienceOf(networkTimeoutMs),
    nextSlotOf: makeMemorySlots(week),
    outside: {
      platforms,
      accounts,
      budgets: makeBudgets({
        ledger: makeMemoryLedger(week.budgets),
        limits: CALL_LIMITS,
        spendCapsMils: spendCapMils === null ? {} : { x: spendCapMils },
      }),
      media: host.media,
    },
  })
  for (const { atMs, network } of weather.expiries)
    clock.after(Math.max(0, atMs - week.nowMs), () => town.expireTokens(network))
  await clock.run(week.untilMs + GRACE_MS, () => dues.rows().length === 0)
  endKeeping()
  await Promise.all([town.stop(), host.stop()])
  return {
    posts: posts.map(({ id, before }) => {
      const after = journal.eventsOf(id).slice(before.length) as readonly PostEvent[]
      return { id, before, after }
    }),
    shown: town.shown(),
    costMils: town.costMils(),
    deaths: publisher.deaths(),
    warnings: [...warnings],
  }
}

/** The room of a post, as its journal has it. */
function begun(roomId: string, events: readonly PostEvent[]): RoomWrite {
  const state = foldAll(NO_POST, events)
  const due = [...duesOf(state)].map(([name, at]) => ({ name, due: at }))
  return {
    kind: 'post',
    roomId,
    shard: shardOf(roomId),
    term: TERM,
    events,
    snapshot: null,
    due,
    listing: listingOf(state),
  }
}

/** The room of a conversation: what was said there is no matter, only who may speak. */
function opened(
  { id, organisationId, title, isArchived, members }: WeekConversation,
  nowMs: number,
): RoomWrite {
  const around = { authorId: members[0]?.userId ?? '', at: new Date(nowMs).toISOString() }
  const payload = { organisationId, conversationKind: 'group', title, members }
  const created = { ...around, seq: 1, commandId: 'opened', kind: 'conversation.created', payload }
  const archived = { ...around, seq: 2, commandId: 'archived', kind: 'conversation.archived', payload: {} }
  return {
    kind: 'conversation',
    roomId: id,
    shard: shardOf(id),
    term: TERM,
    events: isArchived ? [created, archived] : [created],
    snapshot: null,
    due: [],
    listing: null,
  }
}

/** When posts want their networks. */
function momentsOf({ posts, nowMs, untilMs }: Week): Moment[] {
  return posts.flatMap(({ events }) => {
    const state = foldAll(NO_POST, events)
    return [...state.targets.values()].flatMap((target) => {
      const atMs = Date.parse(timeOf(state, target, 0) ?? '')
      const isWanted = target.to.kind === 'account' && atMs >= nowMs && atMs <= untilMs
      return isWanted && target.to.kind === 'account' ? [{ atMs, network: target.to.network }] : []
    })
  })
}
