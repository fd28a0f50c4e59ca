/** What a simulated network's answers mean for a post: `visitNetwork`, in the place of an adapter and of `workers/publisher/ask.ts`. */
import type { HasTime, Told } from '../post/attempt.ts'
import type { OrderedStep } from '../post/order.ts'
import type { Outcome, Purpose } from '../protocol/post-shapes.ts'
import {
  type Call,
  COMMIT_MS_MAX,
  EVIDENCE,
  type Reply,
  type SimNetwork,
  type SimNetworkName,
} from './sim-network.ts'
import { BEGINNING_MS, type Process } from './world.ts'

/** Everything a visit may ask of a network. A planted bug may wrap it. */
export interface SimPlatform {
  publish(order: OrderedStep): Promise<Outcome>
  prepare(order: OrderedStep): Promise<Outcome>
  /** After a lost answer: is it there? */
  reconcile(order: OrderedStep): Promise<Outcome>
}

export interface PlatformParts {
  readonly network: SimNetwork
  readonly process: Process
  /** The worker's, ms since 1970. */
  readonly now: () => number
  readonly intent: string
  readonly worker: string
}

/** What is sent within a lease has become public, or never will, before the lease ends; clocks of two owners differ by up to 2 s. */
const SEND_BEFORE_MS = COMMIT_MS_MAX + 2_000
const LOOK_AFTER_MS = COMMIT_MS_MAX + 500
const RETRY_MS = 500
/** A read-back begins a little before: clocks differ. */
const LOOK_BACK_MS = 2_000

export function makeSimPlatform({ network, process, now, intent, worker }: PlatformParts): SimPlatform {
  const later = (ms: number) => new Date(now() + ms).toISOString()

  function callOf({ to, text, keys }: OrderedStep): Call {
    const name = to.kind === 'account' ? (to.network as SimNetworkName) : 'x'
    return { network: name, text, key: keys.key ?? null, intent, worker }
  }

  /** What every call may be answered. */
  function troubleOf(reply: Reply): Outcome {
    switch (reply.is) {
      case 'throttled':
        return { is: 'throttled', retryAt: later(reply.waitMs), scope: 'account' }
      case 'rejected':
        return { is: 'rejected', code: '400', message: 'the network will not have it' }
      default:
        return { is: 'failed', why: reply.is, retryAt: later(RETRY_MS) }
    }
  }

  async function publish(order: OrderedStep): Promise<Outcome> {
    const reply = await network.publish(process, callOf(order))
    if (reply.is === 'there') return { is: 'ok', id: reply.id, url: null }
    if (reply.is === 'lost' || reply.is === 'duplicate')
      return { is: 'ambiguous', why: reply.is, retryAt: later(LOOK_AFTER_MS) }
    return troubleOf(reply)
  }

  async function look(order: OrderedStep): Promise<Outcome> {
    const armedMs = Date.parse(order.armedAt ?? '') - BEGINNING_MS
    const reply = await network.look(process, callOf(order), armedMs - LOOK_BACK_MS)
    if (reply.is === 'there') return { is: 'ok', id: reply.id, url: null }
    return reply.is === 'absent' ? { is: 'absent', retryAt: later(0) } : troubleOf(reply)
  }

  /** The network takes no text twice, so asking it again tells. */
  async function publishAgain(order: OrderedStep): Promise<Outcome> {
    const reply = await network.publish(process, callOf(order))
    if (reply.is === 'there') return { is: 'ok', id: reply.id, url: null }
    if (reply.is === 'duplicate') return { is: 'ok', id: 'the equal one', url: null }
    return troubleOf(reply.is === 'rejected' ? { is: 'lost' } : reply)
  }

  return {
    publish,
    async prepare(order) {
      if (order.keys.key !== undefined) return { is: 'ready', keys: {} }
      const reply = await network.store(process, callOf(order))
      if (reply.is !== 'stored') return troubleOf(reply)
      return { is: 'stored', keys: { key: reply.key }, retryAt: later(RETRY_MS) }
    },
    async reconcile(order) {
      switch (EVIDENCE[callOf(order).network]) {
        case 'duplicateAnswer':
          return publishAgain(order)
        case 'none':
          return { is: 'undecided', why: 'the network offers no evidence' }
        default:
          return look(order)
      }
    },
  }
}

/** One visit. Nothing is sent for the public when too little of the lease is left. `now`: ms since 1970. */
export async function visitNetwork(
  platform: SimPlatform,
  purpose: Purpose,
  order: OrderedStep,
  hasTime: HasTime,
  now: () => number,
): Promise<Told> {
  if (purpose === 'rehearse') return told({ is: 'ready', keys: {} })
  if (purpose === 'publish' && !hasTime(SEND_BEFORE_MS))
    return told({
      is: 'failed',
      why: 'too little of the lease is left',
      retryAt: new Date(now()).toISOString(),
    })
  return told(await platform[purpose](order))
}

function told(outcome: Outcome): Told {
  return { outcome, evidence: { request: null, response: null, status: null, proof: outcome.is } }
}
