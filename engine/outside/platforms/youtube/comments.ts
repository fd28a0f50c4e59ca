/** `threadOf` and `ourComment`: where a part of a post goes among the comments under a film, and whether it is there. */
import { fieldOf, later, listOf, textOf } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answer, ask, type Heard } from './ask.ts'
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
 * older than the order: a thread that somebody answered lately may come before ours.
 */
export async function ourComment(parts: YouTubeParts, order: Order): Promise<Answered> {
  const { settings, now } = parts
  const thread = threadOf(parts, order.answers?.id ?? '')
  const sinceMs = Date.parse(order.armedAt) - LOOK_BACK_MS
  const absent = { is: 'absent' as const, retryAt: later(now(), 0) }
  let pageToken: string | null = null
  let seen = 0
  for (let page = 1; ; page++) {
    const heard: Heard = await ask(parts, order.credential, 'look', {
      method: 'GET',
      url: listUrl(parts, thread, pageToken),
    })
    if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
    const listed = listedOf(heard.json)
    seen += listed.length
    const found = listed.find((comment) => comment.atMs >= sinceMs && isOurs(comment, order))
    if (found !== undefined) {
      const url = thread.videoId === null ? null : watchUrlOf(parts, thread.videoId, found.id)
      return answer(heard, { is: 'ok', id: found.id, url }, 'it is among the comments')
    }
    pageToken = nextOf(heard.json)
    if (pageToken === null) return answer(heard, absent, `not among all ${seen} comments`)
    if (page < settings.commentPagesMax) continue
    const isPastOurs = thread.videoId !== null && listed.every(({ atMs }) => atMs < sinceMs)
    if (isPastOurs) return answer(heard, absent, `not among the ${seen} newest comments`)
    const why = `there are more than ${seen} comments, and no more of them are read`
    return answer(heard, { is: 'undecided', why }, why)
  }
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

function nextOf(json: unknown): string | null {
  return textOf(fieldOf(json, 'nextPageToken')) || null
}
