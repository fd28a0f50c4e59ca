/**
 * `reconcile`: what became of a call to LinkedIn whose answer was lost. An organisation's posts and comments can be
 * read. A person's cannot: there only the same post once more tells, while LinkedIn refuses it as a duplicate.
 */
import { answered, fieldOf, listOf, textOf, unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { call } from '../http.ts'
import { duplicateOf, troubleOf, unread } from './answers.ts'
import { LOOK_BACK_MS, lookAmongComments, urlOf } from './comments.ts'
import { fromLittleText, toLittleText } from './little-text.ts'
import { idOf, mediaUrns, postCall } from './publish.ts'
import { restCall } from './requests.ts'
import { isPerson, type LinkedinParts } from './settings.ts'

const PAGE = 100

export async function reconcile(parts: LinkedinParts, order: Order): Promise<Answered> {
  const isOfPerson = isPerson(order.credential.accountRef)
  if (order.answers === null) return isOfPerson ? repeat(parts, order) : lookAmongPosts(parts, order)
  if (!isOfPerson) return lookAmongComments(parts, order, order.answers.id)
  const why = 'LinkedIn shows the comments of a person to nobody'
  return unasked({ is: 'undecided', why }, why)
}

/**
 * Posts it once more. Every attempt was made after it was armed, so while the window after that is open LinkedIn
 * refuses what is there already, and makes what is not: once, whatever became of the attempts before.
 */
async function repeat({ settings, now }: LinkedinParts, order: Order): Promise<Answered> {
  const endsMs = Date.parse(order.armedAt) + settings.duplicateWindowMs - settings.duplicateMarginMs
  if (now() >= endsMs) {
    const why = 'LinkedIn shows the posts of a person to nobody, and no longer tells a duplicate'
    return unasked({ is: 'undecided', why }, why)
  }
  const asked = postCall(settings, order)
  const reply = await call(asked)
  const first = duplicateOf(reply)
  if (first !== null) {
    const outcome = { is: 'ok' as const, id: first, url: urlOf(first) }
    return answered(outcome, asked, reply, 'LinkedIn refused the same once more as a duplicate of it')
  }
  const trouble = troubleOf(reply, now(), true)
  if (trouble !== null) return answered(trouble, asked, reply, `LinkedIn: ${trouble.is}`)
  const id = idOf(reply)
  if (id === '') return answered(unread(now()), asked, reply, 'LinkedIn answered without an id')
  return answered({ is: 'ok', id, url: urlOf(id) }, asked, reply, 'it was not there, and is there now')
}

/** Reads the organisation's posts since this one was armed. */
async function lookAmongPosts({ settings, now }: LinkedinParts, order: Order): Promise<Answered> {
  const author = encodeURIComponent(order.credential.accountRef)
  const path = `/rest/posts?q=author&author=${author}&count=${PAGE}&sortBy=LAST_MODIFIED`
  const finder = restCall(settings, order.credential, 'GET', path)
  const asked = { ...finder, headers: { ...finder.headers, 'x-restli-method': 'FINDER' } }
  const reply = await call(asked)
  const trouble = troubleOf(reply, now(), false)
  if (trouble !== null) return answered(trouble, asked, reply, `LinkedIn: ${trouble.is}`)
  const sinceMs = Date.parse(order.armedAt) - LOOK_BACK_MS
  const posts = listOf(reply.is === 'answered' ? reply.json : null, 'elements')
  const recent = posts.filter((post) => madeMs(post) >= sinceMs)
  const found = recent.find((post) => isOurs(post, order))
  if (found !== undefined) {
    const id = textOf(fieldOf(found, 'id'))
    return answered(
      { is: 'ok', id, url: urlOf(id) },
      asked,
      reply,
      'it is among the posts of the organisation',
    )
  }
  if (recent.length >= PAGE) {
    const why = `the organisation has made ${PAGE} posts since`
    return answered({ is: 'undecided', why }, asked, reply, why)
  }
  const outcome = { is: 'absent' as const, retryAt: new Date(now()).toISOString() }
  return answered(outcome, asked, reply, `not among the ${recent.length} posts since it was armed`)
}

function madeMs(post: unknown): number {
  return Number(fieldOf(post, 'publishedAt') ?? fieldOf(post, 'createdAt') ?? 0)
}

function isOurs(post: unknown, order: Order): boolean {
  const one = textOf(fieldOf(post, 'content', 'media', 'id'))
  const many = listOf(post, 'content', 'multiImage', 'images').map((image) => textOf(fieldOf(image, 'id')))
  const theirs = one === '' ? many : [one]
  const isSameText = plain(textOf(fieldOf(post, 'commentary'))) === plain(toLittleText(order.text))
  return isSameText && theirs.join() === mediaUrns(order).join()
}

function plain(littleText: string): string {
  return fromLittleText(littleText).normalize('NFC').replace(/\s+/g, ' ').trim()
}
