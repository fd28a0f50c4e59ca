/** `commentCall`: a part of a post on LinkedIn is a comment on it, or an answer to the comment before. */
import { answered, fieldOf, listOf, textOf } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { type Call, call } from '../http.ts'
import { lookThrough, type Page } from '../look.ts'
import { troubleOf } from './answers.ts'
import { restCall } from './requests.ts'
import type { LinkedinParts, LinkedinSettings } from './settings.ts'

/** A minute before: clocks differ. */
export const LOOK_BACK_MS = 60_000
const PAGE = 100

export interface Thread {
  /** The post. */
  readonly object: string
  /** The comment that is answered; null for the post itself. */
  readonly parent: string | null
}

/** What `id` is part of: comments carry the post in their own names. */
export function threadOf(id: string): Thread {
  const [, object] = /^urn:li:comment:\((.+),[^,]+\)$/.exec(id) ?? []
  return object === undefined ? { object: id, parent: null } : { object, parent: id }
}

export function commentUrn(object: string, id: string): string {
  return id.startsWith('urn:') ? id : `urn:li:comment:(${object},${id})`
}

/** Comments are plain text: an escape would be shown. */
export function commentCall(settings: LinkedinSettings, { credential, text }: Order, answers: string): Call {
  const thread = threadOf(answers)
  const body = {
    actor: credential.accountRef,
    object: thread.object,
    message: { text },
    ...(thread.parent !== null && { parentComment: thread.parent }),
  }
  return restCall(settings, credential, 'POST', commentsPath(settings, thread), body)
}

/** Reads the comments beside it. */
export function lookAmongComments(parts: LinkedinParts, order: Order, answers: string): Promise<Answered> {
  const { settings, now } = parts
  const read = (from: string | null) => readPage(parts, order, threadOf(answers), Number(from ?? 0))
  return lookThrough({ read, pagesMax: settings.pagesMax, among: 'the comments of the post', now })
}

async function readPage(
  { settings, now }: LinkedinParts,
  order: Order,
  thread: Thread,
  from: number,
): Promise<Page | Answered> {
  const path = `${commentsPath(settings, thread)}?start=${from}&count=${PAGE}`
  const asked = restCall(settings, order.credential, 'GET', path)
  const reply = await call(asked)
  const trouble = troubleOf(reply, now(), false)
  if (trouble !== null) return answered(trouble, asked, reply, `LinkedIn: ${trouble.is}`)
  const comments = reply.is === 'answered' ? listOf(reply.json, 'elements') : []
  const ours = comments.find((comment) => isOurs(comment, order, thread))
  const id = textOf(fieldOf(ours, '$URN')) || commentUrn(thread.object, textOf(fieldOf(ours, 'id')))
  return {
    asked,
    reply,
    found: ours === undefined ? null : { id, url: urlOf(id) },
    count: comments.length,
    // in which order they come is not said, so all are read
    next: comments.length < PAGE ? null : String(from + PAGE),
  }
}

/** Where people see a post, or the post of a comment. */
export function urlOf(id: string): string {
  return `https://www.linkedin.com/feed/update/${threadOf(id).object}`
}

function isOurs(comment: unknown, { credential, text, armedAt }: Order, { parent }: Thread): boolean {
  return (
    textOf(fieldOf(comment, 'actor')) === credential.accountRef &&
    textOf(fieldOf(comment, 'message', 'text')).trim() === text.trim() &&
    (textOf(fieldOf(comment, 'parentComment')) || null) === parent &&
    Number(fieldOf(comment, 'created', 'time') ?? 0) >= Date.parse(armedAt) - LOOK_BACK_MS
  )
}

function commentsPath({ nestedComments }: LinkedinSettings, { object, parent }: Thread): string {
  const at = nestedComments === 'onComment' ? (parent ?? object) : object
  return `/rest/socialActions/${encodeURIComponent(at)}/comments`
}
