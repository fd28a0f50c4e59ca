/** `facebookRules`: what a page of Facebook takes: texts, links, photos, films, reels and comments. */
import { z } from 'zod'
import { checkMedium, isFilm, type MediumLimits, nameOf } from './check-medium.ts'
import type { MediaFacts, NetworkRules, Problem, Said } from './contract.ts'
import { fatal, optionProblems, spoiled } from './problem.ts'

const MEGABYTE = 1024 * 1024
const GIGABYTE = 1024 * MEGABYTE
const SECOND_MS = 1_000
const HOUR_MS = 3_600 * SECOND_MS

/** Sources: research/platform-apis.md section 4. */
export const FACEBOOK_LIMITS = {
  /** UTF-16 units. Uncertain: whether Facebook counts these or code points; these are never fewer. */
  textCharsMax: 63_206,
  /** Uncertain: the length of a comment is not documented; the page itself takes about so much. */
  commentCharsMax: 8_000,
  /** Uncertain: what a peer allows in one post of several photos. */
  photosMax: 10,
  /** A comment may show one photo. */
  commentPhotosMax: 1,
} as const

export const FACEBOOK_PHOTO: MediumLimits = {
  /** Uncertain: the types are from memory; the newest guide only names sizes. */
  types: ['image/jpeg', 'image/png', 'image/gif', 'image/bmp', 'image/tiff'],
  bytesMax: 4 * MEGABYTE,
}
/** Larger ones are published, but look pale. */
export const FACEBOOK_PNG_ADVICE: MediumLimits = { bytesMax: MEGABYTE }

export const FACEBOOK_REEL: MediumLimits = {
  types: ['video/mp4'],
  durationMsMin: 3 * SECOND_MS,
  durationMsMax: 90 * SECOND_MS,
  widthPxMin: 540,
  heightPxMin: 960,
  /** 9:16, give or take a pixel of rounding. */
  ratioMin: 0.555,
  ratioMax: 0.57,
}

export const FACEBOOK_FILM: MediumLimits = {
  types: ['video/mp4', 'video/quicktime'],
  /** Uncertain: about 10 GB in what we found. */
  bytesMax: 10 * GIGABYTE,
  /** Uncertain: about 4 hours in what we found. */
  durationMsMax: 4 * HOUR_MS,
}

/** What a target may ask of Facebook beside its text and media. */
export const FacebookOptions = z.strictObject({
  /** Shown below a text without media. */
  link: z.url({ protocol: /^https?$/ }).optional(),
  /** What one film becomes. */
  as: z.enum(['video', 'reel']).default('video'),
  /** Of a film. */
  title: z.string().optional(),
})
export type FacebookOptions = z.infer<typeof FacebookOptions>

/** What the media make of a post. */
export type FacebookForm = 'text' | 'photos' | FacebookOptions['as']

export function facebookFormOf(media: readonly MediaFacts[], as: FacebookOptions['as']): FacebookForm {
  if (media.length === 0) return 'text'
  return media.some(isFilm) ? as : 'photos'
}

export const facebookRules: NetworkRules = {
  name: 'facebook',
  title: 'Facebook',
  textMax: FACEBOOK_LIMITS.textCharsMax,
  count: (text) => text.length,
  check: (said) => (said.step === 0 ? checkPost(said) : checkComment(said)),
}

function checkPost({ text, media, options }: Said): Problem[] {
  const parsed = FacebookOptions.safeParse(options)
  if (!parsed.success) return optionProblems(FacebookOptions, options)
  const { link, as, title } = parsed.data
  const form = facebookFormOf(media, as)
  const isEmpty = text === '' && media.length === 0 && link === undefined
  return [
    ...checkText(text, FACEBOOK_LIMITS.textCharsMax),
    ...(isEmpty ? [fatal('text', 'text-empty', 'A post needs a text, media or a link')] : []),
    ...checkCount(media, form),
    ...media.flatMap((medium, index) => checkOne(medium, nameOf(medium, index), form)),
    ...(link === undefined ? [] : checkLink(link, form)),
    ...(title !== undefined && (form === 'text' || form === 'photos')
      ? [spoiled('options', 'option-unfit', 'Only films have a title')]
      : []),
  ]
}

function checkComment({ text, media }: Said): Problem[] {
  const { commentCharsMax, commentPhotosMax } = FACEBOOK_LIMITS
  const tooMany = media.length > commentPhotosMax || media.some(isFilm)
  return [
    ...checkText(text, commentCharsMax),
    ...(text === '' && media.length === 0
      ? [fatal('text', 'text-empty', 'A comment must say or show something')]
      : []),
    ...(tooMany ? [fatal('media', 'media-count', 'A comment on Facebook shows one photo at most')] : []),
    ...media.flatMap((medium, index) => checkOne(medium, nameOf(medium, index), 'photos')),
  ]
}

function checkText(text: string, charsMax: number): Problem[] {
  const over = text.length - charsMax
  return over > 0 ? [fatal('text', 'text-too-long', `${over} characters too many for Facebook`)] : []
}

function checkCount(media: readonly MediaFacts[], form: FacebookForm): Problem[] {
  const { photosMax } = FACEBOOK_LIMITS
  if (form === 'photos' && media.length > photosMax)
    return [fatal('media', 'media-count', `${media.length} photos; Facebook takes at most ${photosMax}`)]
  if ((form === 'video' || form === 'reel') && media.length > 1)
    return [fatal('media', 'media-mixed', 'A film stands alone: no photos and no second film beside it')]
  return []
}

function checkOne(medium: MediaFacts, name: string, form: FacebookForm): Problem[] {
  const asked = { name, network: 'Facebook', isFatal: true }
  if (form === 'reel') return checkMedium(medium, FACEBOOK_REEL, asked)
  if (isFilm(medium)) return checkMedium(medium, FACEBOOK_FILM, asked)
  const advice = medium.type === 'image/png' ? FACEBOOK_PNG_ADVICE : {}
  const problems = checkMedium(medium, FACEBOOK_PHOTO, asked)
  return problems.length > 0 ? problems : checkMedium(medium, advice, { ...asked, isFatal: false })
}

const OF_FACEBOOK = /(^|\.)(facebook\.com|fb\.com|fb\.me|fbcdn\.net)$/i

function checkLink(link: string, form: FacebookForm): Problem[] {
  if (form !== 'text')
    return [fatal('options', 'link-with-media', 'Facebook shows either media or the picture of a link')]
  const host = /^https?:\/\/(?:[^/?#]*@)?([^/?#:]+)/.exec(link)?.[1] ?? ''
  return OF_FACEBOOK.test(host) ? [fatal('options', 'link-refused', 'Facebook refuses links to itself')] : []
}
