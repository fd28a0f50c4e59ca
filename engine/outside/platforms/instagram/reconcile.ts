/** `reconcile`: whether a post or a comment is public, when the answer was lost. A container tells of itself. */
import { InstagramOptions } from '../../../post/networks/instagram.ts'
import { later, unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answered, type Exchange } from '../meta/graph.ts'
import { plain } from '../meta/plain.ts'
import { lookAtContainer } from './containers.ts'
import { commentsSince, type Listed, mediaSince } from './lists.ts'
import { CONTAINER } from './prepare.ts'
import type { InstagramParts } from './settings.ts'

export function reconcile(parts: InstagramParts, order: Order): Promise<Answered> {
  return order.answers === null ? findPost(parts, order) : findComment(parts, order, order.answers.id)
}

async function findPost(parts: InstagramParts, order: Order): Promise<Answered> {
  const container = order.keys[CONTAINER]
  const absent = { is: 'absent' as const, retryAt: later(parts.now(), 0) }
  // nothing is published without one
  if (container === undefined) return unasked(absent, 'no container was kept')
  const { standing, exchange } = await lookAtContainer(parts, order, container)
  switch (standing.is) {
    case 'published':
      return publishedAs(parts, order, container, exchange)
    case 'trouble':
      return answered(exchange, standing.meaning, `Instagram: ${standing.meaning.is}`)
    case 'missing': {
      const why = 'Instagram does not know the container any more'
      return answered(exchange, { is: 'undecided', why }, why)
    }
    case 'waits': {
      const retryAt = later(parts.now(), parts.settings.pollMs)
      return answered(exchange, { is: 'absent', retryAt }, 'the container is not ready, so not published')
    }
    default:
      return answered(exchange, absent, `the container is ${standing.is}, and not published`)
  }
}

/** It is public: which of the account's media it became is found among those since it was armed. */
export async function publishedAs(
  parts: InstagramParts,
  order: Order,
  container: string,
  proof: Exchange,
): Promise<Answered> {
  const found = await mediaSince(parts, order, isStory(order))
  const ours =
    found.is === 'listed' ? found.items.filter((item) => isStory(order) || isOurs(item, order)) : []
  const [first, ...others] = ours
  if (first !== undefined && (others.length === 0 || !isStory(order))) {
    const outcome = { is: 'ok' as const, id: first.id, url: first.url }
    return answered(proof, outcome, 'the container is published, and its media is in the list')
  }
  const ageMs = parts.now() - Date.parse(order.armedAt)
  if (ours.length === 0 && ageMs < parts.settings.listLagMs) {
    const why = 'the container is published, and not in the list yet'
    const retryAt = later(parts.now(), parts.settings.pauses.lookMs)
    return answered(proof, { is: 'ambiguous', why, retryAt }, why)
  }
  // its own id is unknown, that it is out is not
  const outcome = { is: 'ok' as const, id: container, url: null }
  return answered(proof, outcome, 'the container is published; which of the media it is, no list tells')
}

async function findComment(parts: InstagramParts, order: Order, mediaId: string): Promise<Answered> {
  const found = await commentsSince(parts, order, mediaId)
  if (found.is === 'trouble') {
    return answered(found.exchange, found.meaning, `Instagram: ${found.meaning.is}`)
  }
  const ours = found.items.find((item) => isOurs(item, order))
  if (ours !== undefined) {
    const outcome = { is: 'ok' as const, id: ours.id, url: null }
    return answered(found.exchange, outcome, 'it is among the comments')
  }
  if (!found.isWhole) {
    const why = 'there are more comments than Instagram shows'
    return answered(found.exchange, { is: 'undecided', why }, why)
  }
  const absent = { is: 'absent' as const, retryAt: later(parts.now(), 0) }
  return answered(found.exchange, absent, `not among the ${found.items.length} comments since it was armed`)
}

function isOurs({ text }: Listed, order: Order): boolean {
  return plain(text) === plain(order.text)
}

/** Stories keep no caption. */
function isStory({ options }: Order): boolean {
  return InstagramOptions.safeParse(options).data?.as === 'story'
}
