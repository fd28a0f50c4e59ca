/** What the quiet banner says about the connection; null says nothing, because nothing is wrong. */
import type { ConnectionView } from '../../sdk/types.ts'

export interface ConnectionWords {
  readonly title: string
  readonly detail: string
}

/** Words for `connection` at `nowMs`. Seconds are rounded up: "in 1 s" until it happens. */
export function connectionWords(connection: ConnectionView, nowMs: number): ConnectionWords | null {
  if (connection.state === 'live' || connection.state === 'idle') return null
  if (connection.state === 'closed')
    return { title: 'Disconnected', detail: 'Reload the page to connect again.' }
  const waiting = waitingWords(connection.unanswered)
  if (connection.state === 'connecting') return { title: 'Connecting…', detail: waiting }
  return {
    title: 'You are offline',
    detail: `${waiting}${waiting && ' '}${nextTry(connection.retryAt, nowMs)}`,
  }
}

function waitingWords(unanswered: number): string {
  if (unanswered === 0) return ''
  if (unanswered === 1) return 'One change waits here and will be sent.'
  return `${unanswered} changes wait here and will be sent.`
}

function nextTry(retryAt: number | null, nowMs: number): string {
  if (retryAt === null) return ''
  const seconds = Math.ceil((retryAt - nowMs) / 1000)
  return seconds > 0 ? `Next try in ${seconds} s.` : 'Trying now…'
}
