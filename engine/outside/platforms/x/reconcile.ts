/** `reconcile`: whether a post whose answer was lost is among those of its author. */
import { replaceUrls } from '../../../post/networks/x-text.ts'
import { answered, fieldOf, listOf, textOf } from '../answer.ts'
import { factsOf } from '../carry.ts'
import type { Answered, Order } from '../contract.ts'
import { type Call, call } from '../http.ts'
import { lookThrough, type Page } from '../look.ts'
import { troubleOf } from './answers.ts'
import { bearer, urlOf } from './publish.ts'
import type { XParts } from './settings.ts'

/** A minute before: clocks differ. */
const LOOK_BACK_MS = 60_000
const PAGE = 100
const FIELDS = 'created_at,text,note_tweet,referenced_tweets,entities,attachments'

/** Reads the author's posts since this one was armed. */
export function reconcile(parts: XParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  const read = (from: string | null) => readPage(parts, order, from)
  return lookThrough({ read, pagesMax: settings.pagesMax, among: 'the posts of the account', now })
}

async function readPage(
  { settings, now }: XParts,
  order: Order,
  from: string | null,
): Promise<Page | Answered> {
  const since = new Date(Date.parse(order.armedAt) - LOOK_BACK_MS).toISOString().replace(/\.\d+Z$/, 'Z')
  const query = new URLSearchParams({
    start_time: since,
    max_results: String(PAGE),
    ...(from !== null && { pagination_token: from }),
    [settings.fieldsParameter]: FIELDS,
  })
  const asked: Call = {
    method: 'GET',
    url: `${settings.apiUrl}/2/users/${encodeURIComponent(order.credential.accountRef)}/tweets?${query}`,
    headers: bearer(order.credential),
    timeoutMs: settings.timeoutMs,
  }
  const reply = await call(asked)
  const trouble = troubleOf(reply, now(), false)
  if (trouble !== null) return answered(trouble, asked, reply, `X: ${trouble.is}`)
  const json = reply.is === 'answered' ? reply.json : null
  const posts = listOf(json, 'data').map(listed)
  const ours = posts.find((post) => isOurs(post, order))
  const found = ours === undefined ? null : { id: ours.id, url: urlOf(ours.id) }
  return {
    asked,
    reply,
    found,
    count: posts.length,
    next: textOf(fieldOf(json, 'meta', 'next_token')) || null,
  }
}

interface Listed {
  readonly id: string
  /** With the addresses that the author wrote, as far as X tells them. */
  readonly text: string
  readonly repliedTo: string | null
  readonly mediaKeys: readonly string[]
}

function listed(json: unknown): Listed {
  // the whole of a long post is beside what everybody sees first
  const whole = fieldOf(json, 'note_tweet') ?? json
  const answer = listOf(json, 'referenced_tweets').find((one) => fieldOf(one, 'type') === 'replied_to')
  return {
    id: textOf(fieldOf(json, 'id')),
    text: written(textOf(fieldOf(whole, 'text')), listOf(whole, 'entities', 'urls')),
    repliedTo: answer === undefined ? null : textOf(fieldOf(answer, 'id')),
    mediaKeys: listOf(json, 'attachments', 'media_keys').map(textOf),
  }
}

const MEDIA_URL = /\/(photo|video)\/\d+$/

/** X shortens every address, adds one for media, and escapes three characters. */
function written(text: string, urls: readonly unknown[]): string {
  const whole = urls.reduce((sum: string, entity) => {
    const long = textOf(fieldOf(entity, 'expanded_url'))
    const isMedia = fieldOf(entity, 'media_key') !== undefined || MEDIA_URL.test(long)
    return sum.replaceAll(textOf(fieldOf(entity, 'url')), isMedia ? '' : long)
  }, text)
  return whole.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function isOurs(post: Listed, { text, media, keys, answers }: Order): boolean {
  if (post.repliedTo !== (answers?.id ?? null)) return false
  const ours = media.map((_, index) => factsOf(keys, index).key ?? '')
  const areMediaOurs = ours.includes('')
    ? post.mediaKeys.length === media.length
    : ours.join() === post.mediaKeys.join()
  return areMediaOurs && isSameText(post.text, text)
}

const SHORTENED = /https?:\/\/t\.co\/\w+/

/** An address that X shortened and does not tell in full fits every other. */
function isSameText(theirs: string, ours: string): boolean {
  const normal = SHORTENED.test(theirs) ? () => '' : canonical
  return plain(replaceUrls(theirs, normal)) === plain(replaceUrls(ours, normal))
}

/** `http://A.example/`, `https://a.example` and `a.example` are one address. */
function canonical(url: string): string {
  const whole = /^https?:/i.test(url) ? url : `http://${url}`
  if (!URL.canParse(whole)) return url
  const { host, pathname, search, hash } = new URL(whole)
  return `${host}${pathname}${search}${hash}`.replace(/\/$/, '')
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
