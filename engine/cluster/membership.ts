/**
 * One process's place in the cluster: it enters, beats, claims shards, gives them away, and leaves or is declared dead.
 *
 *   entering ──▶ up ──handOff()──▶ leaving ──leave()──▶ left
 *      │          ├── its beat finds it dead ──▶ fenced (the process must end)
 *      │          └── another epoch ───────────▶ over (the process begins another life)
 *      └── somebody beats who must not: Error
 */

import type { Clock } from '../kernel/clock.ts'
import { sleep } from '../kernel/sleep.ts'
import type { Bus } from './bus.ts'
import { type Beat, type Control, NameTaken, type NodeSeen, type Self, type View } from './control.ts'
import type { Directory } from './directory.ts'
import { giveShards } from './give-shards.ts'
import {
  able,
  claimsOf,
  deadOf,
  giveAway,
  isIn,
  nextJudgementMs,
  placesAmong,
  SILENT_MS,
  TTL_MS,
} from './judge.ts'
import { BEAT_MS, type Looks, makeLooks } from './looks.ts'
import { makePlaces } from './places.ts'
import { makePulse } from './pulse.ts'
import { type Standing, standingOf } from './standing.ts'

/** Whoever hears this looks into the register. The text says who changed it, and for whom it is urgent. */
export const MAP_CHANGED = 'cluster.map'
/** For all others: whoever asks the former owner meanwhile is sent on by it. */
const CHANGES_MS = 40
/** Nothing is given away while nodes come and go: most of those who start do so together. */
export const QUIET_MS = 2_000
const ENTER_AGAIN_MS = 100
/** Small enough that each shard waits for few others. */
const HAND_OFF_SHARDS = 16

export interface JoinOptions {
  readonly control: Control
  /** Null: there is no way to other nodes, so that nobody answers says nothing about them. */
  readonly bus: Bus | null
  readonly clock: Clock
  readonly nodeId: string
  /** A UUID, fresh at each start. */
  readonly incarnation: string
  /** Where clients reach this node. */
  readonly address?: string | null
  /** The history that this process serves. */
  readonly epoch: string
  /** Nobody else may be here: an embedded database, or no bus. */
  readonly isAlone?: boolean
  /** The runtime lets go of these shards: what is decided becomes durable, and the rest is refused. Bounded. */
  readonly release: (shards: ReadonlySet<number>) => Promise<void>
  readonly log: Record<'info' | 'warn', (fields: object, text: string) => void>
  /** What time the register says it is, in an answer that took so long. */
  readonly onTime?: (nowMs: number, tookMs: number) => void
  /** Others own our shards; said once. The process must end (exit code 70) and may start anew. */
  readonly onFenced: (why: string) => void
  /** The database is in another epoch; said once. All that this process knows of it is void. */
  readonly onEpoch: (epoch: string) => void
}

export interface Membership extends Directory {
  readonly incarnation: string
  isCertain(): boolean
  /** Where clients reach a node; null when it does not say. */
  addressOf(nodeId: string): string | null
  /** What this node knows, for operators. */
  standing(): Standing
  /** Somebody has news of the register. */
  look(): void
  /** Rejects when this node is over, or the database has not answered a beat for 5 s. For readiness. */
  check(): Promise<void>
  /** Gives all shards to the other nodes, if there are any, and takes no more. Never rejects. */
  handOff(): Promise<void>
  /** Gives up what is left. To be called once nothing is being written any more. Never rejects. */
  leave(): Promise<void>
}

/**
 * Becomes a member. When nobody else is alive it resolves once every shard is ours: a killed predecessor is taken over
 * within a second, a frozen one after 5 s under the same name. Otherwise it resolves at once, and shards come later.
 */
export async function join(options: JoinOptions): Promise<Membership> {
  const { control, clock, nodeId, incarnation, address = null } = options
  const self: Self = { nodeId, incarnation, address }
  const view = await enter(control, self, options.isAlone ?? false, clock)
  const member = begin(options, self, view)
  const company = view.nodes.some(
    (node) => node.incarnation !== incarnation && isIn(node) && !node.isGone && node.beatAgeMs < TTL_MS,
  )
  member.begin()
  if (!company) await member.served()
  return member.membership
}

/** Looks until the way is clear, or somebody has been seen to beat. */
async function enter(control: Control, self: Self, isAlone: boolean, clock: Clock): Promise<View> {
  const beats = new Map<string, string>()
  for (;;) {
    try {
      return await control.enter(self, isAlone)
    } catch (error) {
      if (!(error instanceof NameTaken)) throw error
      const { nodeId, beat, beatAgeMs } = error
      if (beats.has(nodeId) && beats.get(nodeId) !== beat) throw new Error(inTheWay(self, error))
      beats.set(nodeId, beat)
      // its sessions may linger for moments after it was killed
      await sleep(clock, Math.min(ENTER_AGAIN_MS, Math.max(0, TTL_MS - beatAgeMs) + 1))
    }
  }
}

function inTheWay(self: Self, { nodeId, beatAgeMs }: NameTaken): string {
  const who = `another Parley process (node ${nodeId}, beat ${(beatAgeMs / 1000).toFixed(1)} s ago)`
  return nodeId === self.nodeId
    ? `${who} owns this database under our name; stop it first, or give each its own NODE_ID`
    : `${who} owns this database; stop it first`
}

type Status = 'up' | 'leaving' | 'left' | 'fenced' | 'over'

function begin(options: JoinOptions, self: Self, entered: View) {
  const { control, bus, clock, log, epoch } = options
  const { nodeId, incarnation } = self
  const places = makePlaces(self)
  const pulse = makePulse()
  let status: Status = 'up'
  let view = entered
  let answeredAt = clock.now()
  let lagMs = 0
  const deeds = { tookOver: 0, claimed: 0, given: 0, unanswered: 0 }
  let isQuiet = false
  let company = ''
  let stopQuiet = () => {}
  let tending: Promise<void> | null = null
  let isTendingAgain = false
  let served: (() => void) | null = null
  /** What there was to see when there was nothing to do. */
  let idle: readonly unknown[] = []

  const looks: Looks = makeLooks({ control, self, clock, seen, failed })
  const stops = [
    bus?.subscribe(MAP_CHANGED, (text) => {
      const [from, to] = text.split(' ')
      if (from !== incarnation) looks.soon(to === incarnation ? 0 : CHANGES_MS)
    }),
    bus?.onChange((isConnected) => {
      if (isConnected) looks.soon()
    }),
  ]
  const isActive = () => status === 'up' || status === 'leaving'

  function end(as: Status): boolean {
    if (!isActive()) return false
    status = as
    looks.stop()
    stopQuiet()
    for (const stop of stops) stop?.()
    places.clear()
    served?.()
    return true
  }

  function seen({ isAlive, gapMs, nowMs, view: fresh }: Beat, askedAt: number): number {
    const tookMs = clock.now() - askedAt
    if (fresh.epoch !== epoch) {
      if (end('over')) options.onEpoch(fresh.epoch)
    } else if (!isAlive) {
      if (end('fenced')) options.onFenced('this node was declared dead')
    } else {
      options.onTime?.(nowMs, tookMs)
      // by our clock as it is now
      answeredAt = clock.now() - tookMs
      lagMs = tookMs
      pulse.beaten(gapMs, fresh.nodes)
      see(fresh)
    }
    const judgementMs = nextJudgementMs(view.nodes, self, pulse)
    return judgementMs === null ? BEAT_MS : Math.min(BEAT_MS, Math.ceil(judgementMs))
  }

  function see(fresh: View): void {
    view = fresh
    const now = able(view.nodes, self).map((node) => node.incarnation)
    if (now.join() !== company) awaitQuiet(now.join())
    places.see(view)
    tend()
  }

  /** An unanswered beat proves nothing: it may have arrived. Only one that finds us dead does. */
  function failed(error: unknown): void {
    pulse.failed()
    deeds.unanswered++
    log.warn({ err: error }, 'the database did not answer a beat')
  }

  function awaitQuiet(now: string): void {
    company = now
    isQuiet = false
    stopQuiet()
    stopQuiet = clock.after(QUIET_MS, () => {
      isQuiet = true
      tend()
    })
  }

  function changed(heir = ''): void {
    bus?.publish(MAP_CHANGED, `${incarnation} ${heir}`)
  }

  /** Does what the last look calls for, one thing at a time; beats go on meanwhile. */
  function tend(): void {
    isTendingAgain = true
    tending ??= Promise.resolve().then(tendAll)
  }

  async function tendAll(): Promise<void> {
    while (isTendingAgain) {
      isTendingAgain = false
      try {
        const done = status === 'up' ? await act() : 'nothing'
        if (done === 'changed') await looks.next()
        else if (done === 'given') isTendingAgain = true
      } catch (error) {
        // the next beat comes here again
        log.warn({ err: error }, 'the register could not be changed')
      }
    }
    tending = null
    const alive = new Set(able(view.nodes, self).map((node) => node.incarnation))
    if (places.shards.every(({ owner }) => owner !== null && alive.has(owner.incarnation))) served?.()
  }

  /** `changed`: the register is another one now, and must be seen. `given`: it is, and we know how. */
  async function act(): Promise<'nothing' | 'changed' | 'given'> {
    for (const { nodes, ageMs } of deadOf(view.nodes, self, pulse)) {
      const dead = await control.declareDead(self, nodes, ageMs)
      if (dead.length === 0) continue
      deeds.tookOver += dead.length
      log.warn({ dead }, 'declared dead, having been silent')
      changed()
      return 'changed'
    }
    const now = [places.shards, company, view.nodes.filter(isIn).length, isQuiet]
    if (now.every((thing, index) => thing === idle[index])) return 'nothing'
    const wanted = claimsOf(places.shards, view.nodes, self)
    if (wanted.length > 0) {
      const got = await control.claim(self, wanted)
      if (!isActive()) return 'nothing'
      places.claimed(got)
      if (got.size === 0) return 'nothing'
      deeds.claimed += got.size
      log.info({ shards: got.size }, 'claimed shards')
      changed()
      return 'changed'
    }
    const gift = isQuiet ? giveAway(places.shards, view.nodes, self) : null
    if (gift === null) {
      idle = now
      return 'nothing'
    }
    return (await give(gift.shards, gift.to)) > 0 ? 'given' : 'changed'
  }

  async function give(
    shards: readonly { readonly shard: number; readonly term: number }[],
    to: NodeSeen,
  ): Promise<number> {
    const { release } = options
    const given = await giveShards({ control, self, places, looks, release, log, changed }, shards, to)
    deeds.given += given
    return given
  }

  async function handOff(): Promise<void> {
    if (status !== 'up') return
    status = 'leaving'
    await tending
    try {
      await control.leave(self, 'leaving')
      await looks.next()
      const heirs = able(view.nodes, self).filter((node) => node.incarnation !== incarnation)
      const gifts = placesAmong(heirs, places.mine())
      await Promise.all(
        heirs.map(async (to) => {
          const shards = gifts.filter((gift) => gift.to === to).map((gift) => gift.shard)
          for (let from = 0; from < shards.length; from += HAND_OFF_SHARDS)
            await give(shards.slice(from, from + HAND_OFF_SHARDS), to)
        }),
      )
      log.info({ given: gifts.length, kept: places.mine().length }, 'handed shards over')
    } catch (error) {
      log.warn({ err: error }, 'could not hand all shards over; the others will find them free')
    }
  }

  async function leave(): Promise<void> {
    if (!end('left')) return
    await tending
    await control
      .leave(self, 'left')
      .catch((error: unknown) => log.warn({ err: error }, 'could not say good-bye; others will find us gone'))
    changed()
  }

  const { termOf, ownerOf, learn, onMoved } = places
  const membership: Membership = {
    nodeId,
    incarnation,
    termOf,
    ownerOf,
    onMoved,
    learn(shard, owner) {
      if (learn(shard, owner)) looks.soon()
    },
    lost(shard) {
      log.warn({ shard }, 'the journal says this shard has another owner')
      places.lost(shard)
      looks.soon()
    },
    suspect(other) {
      const node = view.nodes.find((known) => known.nodeId === other && isIn(known))
      if (bus === null || node === undefined || node.incarnation === incarnation) return
      if (pulse.suspect(node)) looks.soon()
    },
    members: () => view.nodes.filter(isIn).map((node) => node.nodeId),
    // whoever is silent for longer may be declared dead on a sign; clocks that jump make us uncertain, not wrong
    isCertain: () => isActive() && Math.abs(clock.now() - answeredAt) < SILENT_MS * 0.9,
    addressOf: (other) => view.nodes.find((node) => node.nodeId === other)?.address ?? null,
    look: () => looks.soon(),
    standing() {
      const knownMs = Math.max(0, clock.now() - answeredAt)
      const isBusConnected = bus?.isConnected ?? null
      return standingOf({ self, view, ownerOf, knownMs, lagMs, isBusConnected, deeds })
    },
    async check() {
      if (!isActive()) throw new Error(`this node is ${status}`)
      const silentMs = Math.abs(clock.now() - answeredAt)
      if (silentMs > TTL_MS) throw new Error(`no beat answered for ${silentMs} ms`)
    },
    handOff,
    leave,
  }

  return {
    membership,
    begin() {
      if (entered.epoch !== epoch) {
        if (end('over')) options.onEpoch(entered.epoch)
        return
      }
      log.info({ nodeId, incarnation, others: view.nodes.filter(isIn).length - 1 }, 'entered the cluster')
      changed()
      see(entered)
    },
    /** Resolves when each shard has an owner who can serve it. */
    served: () =>
      new Promise<void>((resolve) => {
        if (!isActive()) return resolve()
        served = () => {
          served = null
          resolve()
        }
      }),
  }
}
