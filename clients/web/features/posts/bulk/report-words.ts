/** `doneWords`: what was done to how many posts, in a sentence. */
import type { BulkDeed } from './use-bulk.ts'

const DONE: Readonly<Record<BulkDeed['do'], string>> = {
  submit: 'handed in',
  approve: 'approved',
  cancel: 'cancelled',
  shift: 'moved',
  moveTo: 'moved',
}

export function doneWords(deed: BulkDeed, count: number): string {
  if (count === 0) return `Nothing was ${DONE[deed.do]}`
  return count === 1 ? `One post is ${DONE[deed.do]}` : `${count.toLocaleString()} posts are ${DONE[deed.do]}`
}

/** "one post", "12 posts". */
export function countWords(count: number): string {
  return count === 1 ? 'one post' : `${count.toLocaleString()} posts`
}
