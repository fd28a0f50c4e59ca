/**
 * `reconcile`: what became of a call to LinkedIn whose answer was lost. An organisation's posts and comments can be
 * read. A person's cannot: there only the same post once more tells, while LinkedIn refuses it as a duplicate.
 */
import { answered, fieldOf, listOf, textOf, unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { call } from '../http.ts'
import { lookThrough, type Page } from '../look.ts'
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
function lookAmongPosts(parts: LinkedinParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  const read = (from: string | null) => readPage(parts, order, Number(from ?? 0))
  return lookThrough({ read, pagesMax: settings.pagesMax, among: 'the posts of the organisation', now })
}

async function readPage(
  { settings, now }: LinkedinParts,
  order: Order,
  from: number,
): Promise<Page | Answered> {
  const author = encodeURIComponent(order.credential.accountRef)
  const path = `/rest/posts?q=author&author=${author}&start=${from}&count=${PAGE}&sortBy=LAST_MODIFIED`
  const finder = restCall(settings, order.credential, 'GET', path)
  const asked = { ...finder, headers: { ...finder.headers, 'x-restli-method': 'FINDER' } }
  const reply = await call(asked)
  const trouble = troubleOf(reply, now(), false)
  if (trouble !== null) return answered(trouble, asked, reply, `LinkedIn: ${trouble.is}`)
  const sinceMs = Date.parse(order.armedAt) - LOOK_BACK_MS
  const posts = listOf(reply.is === 'answered' ? reply.json : null, 'elements')
  const ours = posts.find((post) => atMs(post, 'publishedAt') >= sinceMs && isOurs(post, order))
  const id = textOf(fieldOf(ours, 'id'))
  // an old post that was changed lately stands among the new ones
  const isLast = posts.length < PAGE || posts.some((post) => atMs(post, 'lastModifiedAt') < sinceMs)
  return {
    asked,
    reply,
    found: ours === undefined ? null : { id, url: urlOf(id) },
    count: posts.length,
    next: isLast ? null : String(from + PAGE),
  }
}

function atMs(post: unknown, what: 'publishedAt' | 'lastModifiedAt'): number {
  return Number(fieldOf(post, what) ?? fieldOf(post, 'createdAt') ?? 0)
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
