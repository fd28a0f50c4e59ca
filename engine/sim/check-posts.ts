/** Is what people planned public once, and does everything have an end? `checkPosts` judges I11. */
import type { Life } from '../post/chart.ts'
import { timeOf } from '../post/due.ts'
import { orderOf } from '../post/order.ts'
import type { PostState, Step, Target } from '../post/state.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import { pastOf, type RoomPast } from './check-journal.ts'
import type { Fact, Ledger } from './ledger.ts'
import type { Machinery } from './machinery.ts'
import { EVIDENCE, type SimNetwork, type SimNetworkName } from './sim-network.ts'
import type { Story } from './story.ts'
import { BEGINNING_MS } from './world.ts'

export interface PostsToCheck {
  readonly ledger: Ledger
  readonly network: SimNetwork
  readonly machinery: Machinery
  readonly story: Story
  /** Now, ms since the story began. */
  readonly endMs: number
}

/** A step of a target, and the post around it as it has become. */
interface Place {
  readonly postId: string
  readonly past: RoomPast
  readonly state: PostState
  readonly target: Target
  readonly step: Step
  readonly index: number
}

/** What the public sees of a step. */
interface Seen {
  readonly text: string
  /** The worker of the attempt; null when the text alone tells. */
  readonly worker: string | null
}

/** Something goes on, or should. */
const UNDER_WAY: ReadonlySet<Life> = new Set([
  'rehearsing',
  'preparing.uploading',
  'preparing.processing',
  'armed',
  'publishing',
  'reconciling',
  'throttled',
])
/** An owner and the database may differ by what an anchored clock tolerates, a publisher's claim by a little more. */
const EARLY_MS_MAX = 1_000
/** What was due so shortly before the end need not be over. */
const PATIENCE_MS = 14_000

export function checkPosts(parts: PostsToCheck): void {
  const { ledger } = parts
  for (const postId of ledger.roomIds()) {
    const facts = ledger.factsOf(postId)
    if (facts[0]?.kind !== 'post') continue
    const past = pastOf(facts)
    const state = past.states.at(-1) as PostState
    for (const target of state.targets.values())
      target.steps.forEach((step, index) => {
        checkStep(parts, { postId, past, state, target, step, index })
      })
    checkTimes(parts, postId, past)
  }
}

function checkStep(parts: PostsToCheck, place: Place): void {
  const { story } = parts
  const { step, target, postId, index } = place
  const where = `${postId} ${target.id} ${index}`
  const seen = seenOf(parts, place)
  const unknown = seen.filter(({ worker }) => worker !== null && !isFired(place.past.facts, worker))
  if (unknown.some(({ worker }) => !wasFired(parts, postId, worker)))
    story.violate('I11', `${where} was published by somebody whom the post never let`)
  else if (unknown.length > 0) {
    // a standby that lagged has never heard of the attempt: nothing can tell that there was one
    story.count('lost attempts')
    return
  }
  if (seen.length > 1) story.violate('I11', `${where} is public ${seen.length} times`)
  if (step.life === 'published') {
    if (seen.length === 0) story.violate('I11', `${where} is called published, and nobody can see it`)
    const wanted = textAt(place)
    const [first] = seen
    if (first && wanted !== null && first.text !== wanted)
      story.violate('I11', `${where} says "${first.text}" where people wanted "${wanted}"`)
    return
  }
  if (step.life === 'needsHuman') {
    checkAsked(parts, place, where)
    return
  }
  if (UNDER_WAY.has(step.life) || step.lease !== null) {
    if (mustBeOver(parts, place)) story.violate('I11', `${where} never ends: it is ${step.life}`)
    return
  }
  if (seen.length > 0) story.violate('I11', `${where} is public, and called ${step.life}`)
  if (step.life === 'scheduled' && mustBeOver(parts, place))
    story.violate('I11', `${where} was to be published and nobody tried`)
}

/** A person may be asked only what nobody can find out. */
function checkAsked({ story, machinery }: PostsToCheck, { target }: Place, where: string): void {
  story.count('asked people')
  const { to } = target
  const evidence = to.kind === 'account' ? EVIDENCE[to.network as SimNetworkName] : to.kind
  if (evidence !== 'none')
    story.violate('I11', `people are asked of ${where}, where there is evidence: ${evidence}`)
  if (machinery.unheard.has(where))
    story.violate('I11', `people are asked of ${where}, of which a worker said that it is there`)
}

function seenOf({ ledger, network }: PostsToCheck, { postId, target, index, past }: Place): Seen[] {
  const { to, id } = target
  if (to.kind === 'account') return [...network.ofIntent(`${postId} ${id} ${index}`)]
  if (to.kind !== 'conversation') return []
  const texts = new Set(past.states.map((state) => orderOf(state as PostState, id, index)?.text))
  return ledger.factsOf(to.conversationId).flatMap(({ event: { kind, payload } }) => {
    const { text } = payload as { readonly text: string }
    return kind === 'message.sent' && texts.has(text) ? [{ text, worker: null }] : []
  })
}

function isFired(facts: readonly Fact[], worker: string | null): boolean {
  return facts.some(({ event }) => event.kind === 'post.fired' && event.commandId === worker)
}

/** On a timeline that a failover has ended. */
function wasFired({ ledger }: PostsToCheck, postId: string, worker: string | null): boolean {
  for (let timeline = ledger.timeline - 1; timeline >= 0; timeline--)
    if (isFired(ledger.factsOf(postId, timeline), worker)) return true
  return false
}

/** What the step said when it was last fired to be published. */
function textAt({ past, target, index }: Place): string | null {
  const fired = past.facts.findLastIndex(({ event }) => {
    const { kind, payload } = event as PostEvent
    if (kind !== 'post.fired') return false
    return payload.targetId === target.id && payload.step === index && payload.purpose === 'publish'
  })
  const state = past.states[fired + 1] as PostState
  return fired < 0 ? null : (orderOf(state, target.id, index)?.text ?? null)
}

/** Its time was long ago, and nobody holds it; what may be out is looked for all the same. */
function mustBeOver({ endMs }: PostsToCheck, { state, target, index, step }: Place): boolean {
  const mayBeOut = step.life === 'publishing' || step.life === 'reconciling'
  const at = timeOf(state, target, index)
  if (at === null) return mayBeOut
  const isLongAgo = Date.parse(at) - BEGINNING_MS < endMs - PATIENCE_MS
  return isLongAgo && (mayBeOut || target.held.length === 0)
}

/** Nothing is published before its time. */
function checkTimes({ story }: PostsToCheck, postId: string, { facts, states }: RoomPast): void {
  facts.forEach(({ event, atMs }, index) => {
    const { kind, payload } = event as PostEvent
    if (kind === 'post.expired') story.count('expiries')
    if (kind !== 'post.fired') return
    const { purpose, targetId, step } = payload
    if (purpose === 'reconcile') story.count('looks')
    const state = states[index] as PostState
    const target = state.targets.get(targetId)
    const at = purpose === 'publish' && target ? timeOf(state, target, step) : null
    const earlyMs = at === null ? 0 : Date.parse(at) - BEGINNING_MS - atMs
    if (earlyMs > EARLY_MS_MAX)
      story.violate('I10', `${postId} ${targetId} ${step} was fired ${earlyMs} ms too early`)
  })
}
