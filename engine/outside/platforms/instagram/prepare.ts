/** `prepare`: brings the media of a post into a container, as far as it gets in one visit. Nothing of it is public. */
import { must } from '../../../kernel/assert.ts'
import {
  type InstagramForm,
  InstagramOptions,
  instagramFormOf,
  instagramRules,
} from '../../../post/networks/instagram.ts'
import { later, unasked, type Verdict } from '../answer.ts'
import type { Answered, MediaRef, Order } from '../contract.ts'
import { answered, type Exchange } from '../meta/graph.ts'
import { kept } from '../meta/kept.ts'
import { unfitFor } from '../meta/unfit.ts'
import { formOfCarousel, formOfMedium, lookAtContainer, makeContainer, type Standing } from './containers.ts'
import type { InstagramParts } from './settings.ts'

/** The key of what is published; items of a carousel have keys of their own. */
export const CONTAINER = 'container'
const itemKey = (index: number) => `item${index}`
/** How many containers were made in place of failed ones. */
const REMADE = 'remade'

interface Visit {
  readonly parts: InstagramParts
  readonly order: Order
  readonly form: InstagramForm
  readonly options: InstagramOptions
  /** What this visit made; the rest is in the order. */
  readonly gained: Record<string, string>
  last: Exchange | null
}

export async function prepare(parts: InstagramParts, order: Order): Promise<Answered> {
  const unfit = unfitFor(instagramRules, order)
  if (unfit !== null) return unfit
  if (order.answers !== null) return unasked({ is: 'ready', keys: {} }, 'a comment needs no container')
  const options = InstagramOptions.parse(order.options)
  const form = instagramFormOf(order.media, options.as)
  const visit: Visit = { parts, order, form, options, gained: {}, last: null }
  return answerOf(visit, await (form === 'carousel' ? standCarousel(visit) : standOne(visit)))
}

function standOne(visit: Visit): Promise<Standing> {
  return stand(visit, CONTAINER, formOf(visit, must(visit.order.media[0], 'the rules want a medium')))
}

/** Items first: a carousel is made of those that are ready. */
async function standCarousel(visit: Visit): Promise<Standing> {
  const whole = await standsAs(visit, CONTAINER)
  if (isThere(whole)) return whole
  const ids: string[] = []
  let isWaiting = false
  for (const [index, medium] of visit.order.media.entries()) {
    const item = await stand(visit, itemKey(index), formOf(visit, medium))
    if (item.is === 'refused' || item.is === 'trouble') return item
    // also one that failed at once: the next visit makes another
    isWaiting ||= item.is !== 'ready' && item.is !== 'published'
    ids.push(keyOf(visit, itemKey(index)) ?? '')
  }
  if (isWaiting) return { is: 'waits' }
  return make(visit, CONTAINER, formOfCarousel(visit.order, ids, visit.options))
}

/** Looks at what is there, and makes what is not, or not any more. */
async function stand(visit: Visit, key: string, form: URLSearchParams): Promise<Standing> {
  const standing = await standsAs(visit, key)
  return isThere(standing) ? standing : make(visit, key, form)
}

async function standsAs(visit: Visit, key: string): Promise<Standing> {
  const id = keyOf(visit, key)
  if (id === null) return { is: 'missing' }
  const { standing, exchange } = await lookAtContainer(visit.parts, visit.order, id)
  visit.last = exchange
  return standing
}

async function make(visit: Visit, key: string, form: URLSearchParams): Promise<Standing> {
  const isAnother = keyOf(visit, key) !== null
  const made = await makeContainer(visit.parts, visit.order, form)
  visit.last = made.exchange
  if (made.is === 'trouble') return { is: 'trouble', meaning: made.meaning }
  visit.gained[key] = made.id
  // one that failed is not looked at again at once: what ails Instagram takes a while
  if (!isAnother) return standsAs(visit, key)
  visit.gained[REMADE] = String(Number(keyOf(visit, REMADE) ?? 0) + 1)
  return { is: 'waits' }
}

function isThere({ is }: Standing): boolean {
  return is !== 'gone' && is !== 'missing'
}

function formOf({ order, form, options }: Visit, medium: MediaRef): URLSearchParams {
  return formOfMedium(order, medium, form, options)
}

function keyOf({ gained, order }: Visit, key: string): string | null {
  return gained[key] ?? order.keys[key] ?? null
}

function answerOf(visit: Visit, standing: Standing): Answered {
  const outcome = outcomeOf(visit, standing)
  const proof = `Instagram: the container ${standing.is === 'trouble' ? 'is in trouble' : standing.is}`
  return visit.last === null ? unasked(outcome, proof) : answered(visit.last, outcome, proof)
}

function outcomeOf(visit: Visit, standing: Standing): Verdict {
  const { parts, gained: keys } = visit
  switch (standing.is) {
    case 'ready':
    case 'published':
      return { is: 'ready', keys }
    case 'refused':
      return { is: 'rejected', code: standing.code, message: standing.message }
    case 'trouble':
      return kept(keys, standing.meaning, parts.now())
    default:
      return { is: 'stored', keys, retryAt: later(parts.now(), pauseOf(visit)) }
  }
}

function pauseOf({ parts: { settings }, gained }: Visit): number {
  const remade = Number(gained[REMADE] ?? 0)
  if (remade === 0) return settings.pollMs
  return Math.min(settings.remakeMs * 2 ** (remade - 1), settings.remakeMsMax)
}
