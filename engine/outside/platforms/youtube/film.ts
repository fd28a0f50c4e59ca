/** `filmOf`: what an order says of a film, as YouTube wants to hear it, or why YouTube would not take it. */
import { isFilm } from '../../../post/networks/check-medium.ts'
import { isThumbnail, titleOf, YouTubeOptions, youtubeRules } from '../../../post/networks/youtube.ts'
import type { Verdict } from '../answer.ts'
import type { MediaRef, Order } from '../contract.ts'
import { NOT_AUDITED } from './answers.ts'
import type { YouTubeParts } from './settings.ts'

export interface Film {
  readonly file: MediaRef
  readonly thumbnail: MediaRef | null
  readonly notifySubscribers: boolean
  readonly privacy: YouTubeOptions['privacy']
  readonly snippet: Readonly<Record<string, unknown>>
  /** Whole, and private: an update overwrites all of it, so what it leaves out would be lost. */
  readonly status: Readonly<Record<string, unknown>>
}

/** A comment: a part of a post, which answers the film or a comment under it. */
export function isComment({ answers }: Order): boolean {
  return answers !== null
}

/** What keeps the order from ever being published; null when nothing is known to. */
export function refusalOf({ settings }: YouTubeParts, order: Order): Verdict | null {
  const problem = youtubeRules
    .check({ ...order, step: isComment(order) ? 1 : 0 })
    .find(({ isFatal }) => isFatal)
  if (problem !== undefined) return { is: 'rejected', code: problem.code, message: problem.message }
  return isComment(order) || settings.isAudited ? null : NOT_AUDITED
}

/** Of an order without a refusal. */
export function filmOf({ text, media, options }: Order): Film {
  const said = YouTubeOptions.parse(options)
  return {
    file: media.find(isFilm) as MediaRef,
    thumbnail: media.find(isThumbnail) ?? null,
    notifySubscribers: said.notifySubscribers,
    privacy: said.privacy,
    snippet: {
      title: titleOf(text, said),
      description: text,
      categoryId: said.categoryId,
      ...(said.tags.length > 0 && { tags: said.tags }),
      ...(said.language !== undefined && { defaultLanguage: said.language }),
    },
    status: {
      privacyStatus: 'private',
      selfDeclaredMadeForKids: said.madeForKids,
      containsSyntheticMedia: said.containsSyntheticMedia,
      embeddable: said.embeddable,
      license: said.license,
    },
  }
}
