/** `threadOf` and `ourComment`: where a part of a post goes among the comments under a film, and whether it is there. */
import { fieldOf, listOf, textOf } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { lookThrough, type Page } from '../look.ts'
import { answer, ask } from './ask.ts'
import type { YouTubeParts } from './settings.ts'
import { watchUrlOf } from './videos.ts'

/** What answers a film opens a thread; what answers a comment goes into its thread, which is one level deep. */
export type Thread =
  | { readonly videoId: string; readonly parentId: null }
  | { readonly videoId: null; readonly parentId: string }

export function threadOf({ settings }: YouTubeParts, answered: string): Thread {
  if (settings.videoId.test(answered)) return { videoId: answered, parentId: null }
  // the id of a reply is that of its thread, a dot, and its own
  return { videoId: null, parentId: answered.split('.')[0] as string }
}

interface Listed {
  readonly id: string
  readonly text: string
  readonly authorId: string
  readonly atMs: number
}

/** Clocks differ. */
const LOOK_BACK_MS = 60_000

/**
 * Reads the thread, or the threads under the film, and compares texts as YouTube stores them. It reads on past what is
 * older than the order: nobody documents whether a thread that somebody answered lately comes before ours.
 */
export function ourComment(parts: YouTubeParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  const thread = threadOf(parts, order.answers?.id ?? '')
  return lookThrough({
    read: (from) => readPage(parts, order, thread, from),
    pagesMax: settings.commentPagesMax,
    among: thread.videoId === null ? 'the comments of the thread' : 'the threads under the film',
    now,
  })
}

async function readPage(
  parts: YouTubeParts,
  order: Order,
  thread: Thread,
  from: string | null,
): Promise<Page | Answered> {
  const url = listUrl(parts, thread, from)
  const heard = await ask(parts, order.credential, 'look', { method: 'GET', url })
  if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
  const { asked, reply, json } = heard
  const sinceMs = Date.parse(order.armedAt) - LOOK_BACK_MS
  const listed = listedOf(json)
  const ours = listed.find((comment) => comment.atMs >= sinceMs && isOurs(comment, order))
  return {
    asked,
    reply,
    found: ours === undefined ? null : { id: ours.id, url: urlOf(parts, thread, ours.id) },
    count: listed.length,
    next: textOf(fieldOf(json, 'nextPageToken')) || null,
  }
}

/** YouTube does not tell under which film a thread is. */
export function urlOf(parts: YouTubeParts, { videoId }: Thread, commentId: string): string | null {
  return videoId === null ? null : watchUrlOf(parts, videoId, commentId)
}

function listUrl(
  { settings }: YouTubeParts,
  { videoId, parentId }: Thread,
  pageToken: string | null,
): string {
  const query = new URLSearchParams({
    part: 'snippet',
    maxResults: '100',
    textFormat: 'plainText',
    ...(videoId === null ? { parentId } : { videoId, order: 'time' }),
    ...(pageToken !== null && { pageToken }),
  })
  return `${settings.apiUrl}/${videoId === null ? 'comments' : 'commentThreads'}?${query}`
}

function isOurs({ id, text, authorId }: Listed, { text: ours, credential, answers }: Order): boolean {
  return authorId === credential.accountRef && plain(text) === plain(ours) && id !== answers?.id
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/** Of threads, their first comments. */
function listedOf(json: unknown): Listed[] {
  return listOf(json, 'items').map((item) => {
    const comment = fieldOf(item, 'snippet', 'topLevelComment') ?? item
    return {
      id: textOf(fieldOf(comment, 'id')),
      text: textOf(fieldOf(comment, 'snippet', 'textOriginal') ?? fieldOf(comment, 'snippet', 'textDisplay')),
      authorId: textOf(fieldOf(comment, 'snippet', 'authorChannelId', 'value')),
      atMs: Date.parse(textOf(fieldOf(comment, 'snippet', 'publishedAt'))),
    }
  })
}
