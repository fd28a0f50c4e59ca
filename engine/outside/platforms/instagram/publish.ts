/** `publish`: the one call that makes a post or a comment of Instagram public. */

import { instagramRules } from '../../../post/networks/instagram.ts'
import { later, textOf, unasked, type Verdict } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answered, ask, type Exchange } from '../meta/graph.ts'
import { errorOf, recordOf } from '../meta/graph-error.ts'
import { unfitFor } from '../meta/unfit.ts'
import { troubleOf } from './answers.ts'
import { idOf, lookAtContainer } from './containers.ts'
import { CONTAINER } from './prepare.ts'
import { publishedAs } from './reconcile.ts'
import type { InstagramParts } from './settings.ts'

export async function publish(parts: InstagramParts, order: Order): Promise<Answered> {
  if (order.answers === null) return publishPost(parts, order)
  return unfitFor(instagramRules, order) ?? publishComment(parts, order, order.answers.id)
}

async function publishPost(parts: InstagramParts, order: Order): Promise<Answered> {
  const container = order.keys[CONTAINER]
  if (container === undefined) {
    const message = 'Its media are not at Instagram: prepare it again'
    return unasked({ is: 'rejected', code: 'not-prepared', message }, 'no container was kept')
  }
  const path = `/${encodeURIComponent(order.credential.accountRef)}/media_publish`
  const form = new URLSearchParams({ creation_id: container })
  const exchange = await ask(parts, order.credential, { method: 'POST', path, form })
  const trouble = troubleOf(exchange.reply, parts, true)
  if (trouble !== null) return refusedOrNot(parts, order, container, exchange, trouble)
  const id = idOf(exchange)
  if (id === null) return withoutId(parts, exchange)
  const url = await permalinkOf(parts, order, id)
  return answered(exchange, { is: 'ok', id, url }, 'Instagram answered with its id')
}

async function publishComment(parts: InstagramParts, order: Order, mediaId: string): Promise<Answered> {
  // no `fields`: Instagram makes the comment and then refuses to show them
  const path = `/${encodeURIComponent(mediaId)}/comments`
  const form = new URLSearchParams({ message: order.text })
  const exchange = await ask(parts, order.credential, { method: 'POST', path, form })
  const trouble = troubleOf(exchange.reply, parts, true)
  if (trouble !== null) return answered(exchange, trouble, `Instagram: ${trouble.is}`)
  const id = idOf(exchange)
  if (id === null) return withoutId(parts, exchange)
  return answered(exchange, { is: 'ok', id, url: null }, 'Instagram answered with its id')
}

/** Answers that speak of the container: one of them is also said of a container that is out already. */
const RACES = new Set([2207006, 2207008, 2207027])

/** A refusal is told as it is, but for what the container itself knows better. */
async function refusedOrNot(
  parts: InstagramParts,
  order: Order,
  container: string,
  exchange: Exchange,
  trouble: Verdict,
): Promise<Answered> {
  const isRace = RACES.has(errorOf(exchange.reply)?.subcode ?? 0)
  if (!isRace && trouble.is !== 'rejected') return answered(exchange, trouble, `Instagram: ${trouble.is}`)
  const { standing, exchange: looked } = await lookAtContainer(parts, order, container)
  switch (standing.is) {
    case 'published':
      return publishedAs(parts, order, container, looked)
    case 'gone': {
      // nothing of a container that is not published is out: another one may be
      const why = 'what was prepared is of no use at Instagram any more'
      const outcome = { is: 'unprepared' as const, why, retryAt: later(parts.now(), 0) }
      return answered(looked, outcome, 'the container is gone, and not published')
    }
    case 'refused':
      return answered(looked, { ...standing, is: 'rejected' }, 'the container failed')
    case 'waits': {
      const retryAt = later(parts.now(), parts.settings.pollMs)
      return answered(looked, { is: 'failed', why: 'Instagram is not ready', retryAt }, 'it was refused')
    }
    default: {
      const retryAt = later(parts.now(), parts.settings.raceMs)
      const outcome = isRace ? { is: 'failed' as const, why: 'Instagram lost sight of it', retryAt } : trouble
      return answered(exchange, outcome, 'it was refused, and the container is not published')
    }
  }
}

/** A success that does not say of what: it is there, and looking finds it. */
function withoutId({ now }: InstagramParts, exchange: Exchange): Answered {
  const why = 'Instagram answered without an id'
  return answered(exchange, { is: 'ambiguous', why, retryAt: later(now(), 0) }, why)
}

/** For people only: a post that is out is out, whatever becomes of this. */
async function permalinkOf(parts: InstagramParts, { credential }: Order, id: string): Promise<string | null> {
  const query = { fields: 'permalink' }
  const { reply } = await ask(parts, credential, { method: 'GET', path: `/${encodeURIComponent(id)}`, query })
  return textOf(recordOf(reply.is === 'answered' ? reply.json : null).permalink) || null
}
