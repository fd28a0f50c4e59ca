/** `youtubeRules`: what YouTube takes. A post is one film with its description; its parts are comments under it. */
import { z } from 'zod'
import { isFilm } from './check-medium.ts'
import type { MediaFacts, NetworkRules, Problem, Said } from './contract.ts'
import { fatal, optionProblems, spoiled } from './problem.ts'

export const YOUTUBE_LIMITS = {
  /** Uncertain: whether a character outside the basic plane counts once or twice; the stricter is taken. */
  titleCharsMax: 100,
  descriptionBytesMax: 5_000,
  /** Of all tags together, with the commas between them and the quotation marks around those that hold a space. */
  tagsCharsMax: 500,
  filmBytesMax: 256 * 1024 ** 3,
  /** Uncertain: known from the site, not from the reference of the API. */
  filmMsMax: 12 * 60 * 60_000,
  /** Uncertain: longer films need a channel that was verified by telephone. */
  filmOfAnyChannelMsMax: 15 * 60_000,
  /** Uncertain: 2 MB by the reference; larger ones are said to be taken. */
  thumbnailBytesMax: 2 * 1024 ** 2,
  /** Uncertain: known from the site, not from the reference of the API. */
  commentCharsMax: 10_000,
} as const

export const YouTubeOptions = z.strictObject({
  /** Without one it is the first line of the text. */
  title: z.string().optional(),
  tags: z.array(z.string()).default([]),
  privacy: z.enum(['public', 'unlisted']).default('public'),
  /** 22 is "People & Blogs". */
  categoryId: z.string().regex(/^\d+$/).default('22'),
  madeForKids: z.boolean().default(false),
  containsSyntheticMedia: z.boolean().default(false),
  embeddable: z.boolean().default(true),
  license: z.enum(['youtube', 'creativeCommon']).default('youtube'),
  /** Uncertain: whether YouTube remembers it from the upload until the film becomes public. */
  notifySubscribers: z.boolean().default(true),
  /** BCP 47, of title and description. */
  language: z.string().optional(),
})
export type YouTubeOptions = z.infer<typeof YouTubeOptions>

export const youtubeRules: NetworkRules = {
  name: 'youtube',
  title: 'YouTube',
  textMax: YOUTUBE_LIMITS.descriptionBytesMax,
  count: utf8BytesOf,
  check(said) {
    const options = YouTubeOptions.safeParse(said.options)
    if (!options.success) return optionProblems(YouTubeOptions, said.options)
    return [...(said.step === 0 ? ofFilm(said, options.data) : ofComment(said, options.data))]
  },
}

/** What the film will be called: '' when nobody said. */
export function titleOf(text: string, { title }: Pick<YouTubeOptions, 'title'>): string {
  return (title ?? text.trim().split('\n')[0] ?? '').trim()
}

function* ofFilm({ text, media }: Said, options: YouTubeOptions): Iterable<Problem> {
  const { titleCharsMax, descriptionBytesMax, tagsCharsMax } = YOUTUBE_LIMITS
  const title = titleOf(text, options)
  if (title === '') yield fatal('text', 'title-missing', 'YouTube needs a title')
  yield* tooMuch('text', 'title-too-long', title.length, titleCharsMax, 'characters', 'a title')
  yield* tooMuch('text', 'text-too-long', utf8BytesOf(text), descriptionBytesMax, 'bytes', 'a description')
  if (/[<>]/.test(title + text)) {
    yield fatal('text', 'angle-brackets', 'YouTube takes no < and no > in a title or description')
  }
  yield* tooMuch('options', 'tags-too-long', tagCharsOf(options.tags), tagsCharsMax, 'characters', 'all tags')
  yield* ofMedia(media)
}

function* ofMedia(media: readonly MediaFacts[]): Iterable<Problem> {
  const films = media.filter(isFilm)
  const thumbnails = media.filter(isThumbnail)
  if (films.length === 0) yield fatal('media', 'film-missing', 'YouTube needs a film')
  if (films.length > 1) yield fatal('media', 'too-many-films', 'YouTube takes one film at a time')
  if (thumbnails.length > 1) {
    yield fatal('media', 'too-many-images', 'A film on YouTube has one image, its thumbnail')
  }
  for (const { type } of media.filter((file) => !isFilm(file) && !isThumbnail(file))) {
    yield fatal(
      'media',
      'type-not-taken',
      `YouTube takes films, and JPEG or PNG for the thumbnail: not ${type}`,
    )
  }
  for (const film of films) yield* ofFile(film)
  for (const { bytes, altText } of thumbnails) {
    yield* tooMuch('media', 'image-too-big', bytes, YOUTUBE_LIMITS.thumbnailBytesMax, 'bytes', 'a thumbnail')
    if (altText) yield spoiled('media', 'alt-text-lost', 'YouTube keeps no alternative text of a thumbnail')
  }
}

function* ofFile({ bytes, durationMs }: MediaFacts): Iterable<Problem> {
  const { filmBytesMax, filmMsMax, filmOfAnyChannelMsMax } = YOUTUBE_LIMITS
  if (bytes === 0) yield fatal('media', 'film-empty', 'The film is empty')
  yield* tooMuch('media', 'film-too-big', bytes, filmBytesMax, 'bytes', 'a film')
  if (durationMs === null) return
  if (durationMs > filmMsMax) {
    yield fatal('media', 'film-too-long', 'YouTube takes films of 12 hours at most')
    return
  }
  if (durationMs > filmOfAnyChannelMsMax) {
    yield spoiled('media', 'film-long', 'Films over 15 minutes need a channel that YouTube has verified')
  }
}

function* ofComment({ text, media }: Said, { madeForKids }: YouTubeOptions): Iterable<Problem> {
  if (text.trim() === '') yield fatal('text', 'text-missing', 'A comment needs a text')
  const { commentCharsMax } = YOUTUBE_LIMITS
  yield* tooMuch('text', 'text-too-long', text.length, commentCharsMax, 'characters', 'a comment')
  if (media.length > 0) yield fatal('media', 'media-in-comment', 'A comment on YouTube has no media')
  if (madeForKids) {
    yield fatal('options', 'comments-off', 'YouTube takes no comments under films made for children')
  }
}

export function isThumbnail({ type }: Pick<MediaFacts, 'type'>): boolean {
  return type === 'image/jpeg' || type === 'image/png'
}

/** By hand, because a pure room has no TextEncoder; half a pair counts as the replacement character that it becomes. */
function utf8BytesOf(text: string): number {
  let bytes = 0
  for (const char of text) {
    const code = char.codePointAt(0) as number
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

function tagCharsOf(tags: readonly string[]): number {
  const commas = Math.max(0, tags.length - 1)
  return tags.reduce((sum, tag) => sum + tag.length + (tag.includes(' ') ? 2 : 0), commas)
}

function* tooMuch(
  at: Problem['at'],
  code: string,
  found: number,
  max: number,
  unit: string,
  what: string,
): Iterable<Problem> {
  if (found <= max) return
  const over = (found - max).toLocaleString('en-US')
  yield fatal(
    at,
    code,
    `${over} ${unit} too many for YouTube, which takes ${max.toLocaleString('en-US')} for ${what}`,
  )
}
