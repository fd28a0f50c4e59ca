/** The addresses of the app: conversations under `/c`, posts and accounts under `/posts`, `/operator`, and the way back from a network. */

export const OPERATOR_ROUTE = '/operator'
export const ROOM_ROUTE = '/c/:conversationId/:seq?'
/** Everything about posts. */
export const POSTS_ROUTE = '/posts/*?'

export const CALENDAR_PATH = '/posts'
export const ACCOUNTS_PATH = '/posts/accounts'
export const IMPORT_PATH = '/posts/import'
export const ALL_POSTS_PATH = '/posts/all'
export const DRAFTS_PATH = '/posts/all/drafts'
export const QUEUES_PATH = '/posts/queues'

/** The address of a conversation, or of one message in it. */
export function pathOf(conversationId: string, seq?: number): string {
  return seq === undefined ? `/c/${conversationId}` : `/c/${conversationId}/${seq}`
}

/** The seq in an address; null when there is none or it is no place in a conversation. */
export function readSeq(text: string | undefined): number | null {
  return text !== undefined && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null
}

/** The address of a post. */
export function postPath(postId: string): string {
  return `/posts/p/${postId}`
}

/** The calendar, one of its views, at a date (`2026-11-21`). */
export function calendarPath(view: string, date: string): string {
  return `/posts/${view}/${date}`
}

/** An empty composer, for a local time (`2026-11-21` or `2026-11-21T09:00`) and an account when they were chosen. */
export function newPostPath(at?: string, accountId?: string): string {
  if (at === undefined) return '/posts/new'
  return accountId === undefined ? `/posts/new/${at}` : `/posts/new/${at}/${accountId}`
}

/**
 * Where an address after `#` leads: networks send people back to `#/accounts?connected=<id>` or `?failed=<reason>`.
 * Null for any other.
 */
export function pathOfHash(hash: string): string | null {
  if (!/^#\/accounts(\?|$)/.test(hash)) return null
  const asked = new URLSearchParams(hash.split('?')[1] ?? '')
  for (const outcome of ['connected', 'failed'] as const) {
    const value = asked.get(outcome)
    if (value) return `${ACCOUNTS_PATH}/${outcome}/${encodeURIComponent(value)}`
  }
  return ACCOUNTS_PATH
}

/** The token of `#/review/<token>`. After the `#`, so that no server's log and no referrer ever has it. */
export function reviewTokenOf(hash: string): string | null {
  return /^#\/review\/([\w.~%-]+)$/.exec(hash)?.[1] ?? null
}
