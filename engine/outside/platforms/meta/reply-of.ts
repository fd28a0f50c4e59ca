/** `replyOf`: an answer of a Graph host as `call` gives it, for tables of what errors mean. */
import type { Reply } from '../http.ts'

export function replyOf(
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return { is: 'answered', status, headers: new Headers(headers), text: JSON.stringify(json), json }
}

export function errorReply(status: number, code: number, subcode = 0, more: object = {}): Reply {
  const error = { message: 'words', code, ...(subcode !== 0 && { error_subcode: subcode }), ...more }
  return replyOf(status, { error })
}
