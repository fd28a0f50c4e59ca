/** What a card says on one line: `wordsOf`, and `ownTimeOf` where clocks differ. */
import { localTimeOf } from '../../../../engine/post/wall-clock.ts'
import type { PostCard } from '../../app/posts-api.ts'
import { zoneName } from './time-words.ts'

/** Its words on one line, or what it is instead. */
export function wordsOf({ text, mediaIds }: Pick<PostCard, 'text' | 'mediaIds'>): string {
  const words = text.replace(/\s+/g, ' ').trim()
  if (words !== '') return words
  if (mediaIds.length === 0) return 'Nothing said yet'
  return mediaIds.length === 1
    ? 'A picture or film without words'
    : `${mediaIds.length} pictures without words`
}

/** "09:00 in Berlin", when its own clocks show another time than those of `zone`, which are looked through. */
export function ownTimeOf({ at, timeZone }: Pick<PostCard, 'at' | 'timeZone'>, zone: string): string | null {
  if (at === null || timeZone === null || timeZone === zone) return null
  const own = localTimeOf(at, timeZone)
  return own === localTimeOf(at, zone) ? null : `${own.slice(11)} in ${zoneName(timeZone)}`
}
