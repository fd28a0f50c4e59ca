/** Which messages stand together under one name and one picture. */
import { isSameDay } from './days.ts'

/** Messages of one person within this time of each other need no second name. */
export const GROUP_GAP_MS = 5 * 60_000

interface Said {
  readonly authorId: string
  readonly at: string
  readonly replyTo: string | null
}

/** Whether `message` begins a group: another author, a pause, another day, or an answer with its quotation. */
export function startsGroup(previous: Said | undefined, message: Said): boolean {
  if (previous === undefined || previous.authorId !== message.authorId) return true
  if (message.replyTo !== null) return true
  if (Date.parse(message.at) - Date.parse(previous.at) >= GROUP_GAP_MS) return true
  return startsDay(previous, message)
}

/** Whether a day separator stands above `message`. */
export function startsDay(previous: Said | undefined, message: Said): boolean {
  return previous === undefined || !isSameDay(previous.at, message.at)
}
