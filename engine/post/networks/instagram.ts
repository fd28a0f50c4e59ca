/** `instagramRules`: what Instagram takes: captions, pictures, carousels, reels, stories and a first comment. */
import { z } from 'zod'
import { checkMedium, isFilm, isImage, type MediumLimits, nameOf, ratioOf } from './check-medium.ts'
import type { MediaFacts, NetworkRules, Problem, Said } from './contract.ts'
import { fatal, optionProblems, spoiled } from './problem.ts'

const MEGABYTE = 1024 * 1024
const SECOND_MS = 1_000
const FILM_TYPES = ['video/mp4', 'video/quicktime']

/** Sources: research/platform-apis.md section 2. */
export const INSTAGRAM_LIMITS = {
  /** UTF-16 units. Uncertain: whether Instagram counts these or code points; these are never fewer. */
  captionCharsMax: 2_200,
  /** Uncertain: documented as 30; the application tends to 5. */
  hashtagsMax: 30,
  mentionsMax: 20,
  /** Uncertain: not documented for the API; the same as captions. */
  commentCharsMax: 2_200,
  /** A first comment, and nothing after it. */
  partsMax: 1,
  collaboratorsMax: 3,
  carouselItemsMin: 2,
  carouselItemsMax: 10,
  /** Ratios of a carousel's items that are told apart: all are cropped to the first one's. */
  cropTolerance: 0.01,
} as const

/** Pixels outside of 320 to 1440 are scaled, which is no refusal. */
export const INSTAGRAM_IMAGE: MediumLimits = {
  types: ['image/jpeg'],
  bytesMax: 8 * MEGABYTE,
  ratioMin: 4 / 5,
  ratioMax: 1.91,
  altTextCharsMax: 1_000,
}
export const INSTAGRAM_IMAGE_ADVICE: MediumLimits = { widthPxMin: 320, widthPxMax: 1440 }

export const INSTAGRAM_REEL: MediumLimits = {
  types: FILM_TYPES,
  /** Uncertain: 300 MB in the newest copy of the guide, 1 GB in older ones. */
  bytesMax: 300 * MEGABYTE,
  durationMsMin: 3 * SECOND_MS,
  durationMsMax: 15 * 60 * SECOND_MS,
  widthPxMax: 1920,
}
/** 9:16, give or take a pixel of rounding: others get bars. */
export const INSTAGRAM_REEL_ADVICE: MediumLimits = { ratioMin: 0.555, ratioMax: 0.57 }

export const INSTAGRAM_CAROUSEL_FILM: MediumLimits = {
  ...INSTAGRAM_REEL,
  /** Uncertain: the length of a film within a carousel is not in the guide; older references say 60 s. */
  durationMsMax: 60 * SECOND_MS,
}

export const INSTAGRAM_STORY_IMAGE: MediumLimits = { types: ['image/jpeg'], bytesMax: 8 * MEGABYTE }
export const INSTAGRAM_STORY_FILM: MediumLimits = {
  types: FILM_TYPES,
  bytesMax: 100 * MEGABYTE,
  durationMsMin: 3 * SECOND_MS,
  durationMsMax: 60 * SECOND_MS,
}

/** What a target may ask of Instagram beside its text and media. */
export const InstagramOptions = z.strictObject({
  /** In the feed one film is a reel, several media are a carousel. */
  as: z.enum(['feed', 'story']).default('feed'),
  /** Handles of accounts that are asked to share it. */
  collaborators: z.array(z.string().min(1)).max(INSTAGRAM_LIMITS.collaboratorsMax).default([]),
  /** Of a reel: whether it is shown among the posts too. */
  shareToFeed: z.boolean().optional(),
  /** Of a reel: the picture that stands for it, either from the film or from elsewhere. Milliseconds. */
  thumbOffsetMs: z.int().nonnegative().optional(),
  coverUrl: z.url().optional(),
  locationId: z.string().regex(/^\d+$/).optional(),
  madeWithAi: z.boolean().optional(),
  /** A reel shown to strangers first; whether it reaches followers is decided by hand, or by how it does. */
  trial: z.enum(['manual', 'performance']).optional(),
})
export type InstagramOptions = z.infer<typeof InstagramOptions>

/** What the media make of a post. */
export type InstagramForm = 'image' | 'carousel' | 'reel' | 'story'

export function instagramFormOf(media: readonly MediaFacts[], as: InstagramOptions['as']): InstagramForm {
  if (as === 'story') return 'story'
  if (media.length > 1) return 'carousel'
  return media[0] !== undefined && isFilm(media[0]) ? 'reel' : 'image'
}

export const instagramRules: NetworkRules = {
  name: 'instagram',
  title: 'Instagram',
  textMax: INSTAGRAM_LIMITS.captionCharsMax,
  count: (text) => text.length,
  check: (said) => (said.step === 0 ? checkPost(said) : checkComment(said)),
}

function checkPost({ text, media, options }: Said): Problem[] {
  const parsed = InstagramOptions.safeParse(options)
  if (!parsed.success) return optionProblems(InstagramOptions, options)
  const form = instagramFormOf(media, parsed.data.as)
  return [
    ...checkText(text, INSTAGRAM_LIMITS.captionCharsMax),
    ...checkCount(media, form),
    ...media.flatMap((medium, index) => checkOne(medium, nameOf(medium, index), form)),
    ...(form === 'carousel' ? checkCrop(media) : []),
    ...(form === 'story' && text !== '' ? [spoiled('text', 'text-unseen', 'Stories show no caption')] : []),
    ...checkFit(parsed.data, form),
  ]
}

function checkComment({ text, media, step }: Said): Problem[] {
  return [
    ...checkText(text, INSTAGRAM_LIMITS.commentCharsMax),
    ...(text === '' ? [fatal('text', 'text-empty', 'A comment must say something')] : []),
    ...(media.length > 0 ? [fatal('media', 'media-count', 'Comments on Instagram hold no media')] : []),
    ...(step > INSTAGRAM_LIMITS.partsMax
      ? [fatal('text', 'parts', 'Instagram takes one comment after a post')]
      : []),
  ]
}

const HASHTAG = /(?<![\p{L}\p{N}_&])#[\p{L}\p{N}_]+/gu
const MENTION = /(?<![\p{L}\p{N}_.@])@[\p{L}\p{N}_.]+/gu

function checkText(text: string, charsMax: number): Problem[] {
  const { hashtagsMax, mentionsMax } = INSTAGRAM_LIMITS
  const problems: Problem[] = []
  const over = text.length - charsMax
  if (over > 0) problems.push(fatal('text', 'text-too-long', `${over} characters too many for Instagram`))
  const tags = text.match(HASHTAG)?.length ?? 0
  if (tags > hashtagsMax)
    problems.push(fatal('text', 'hashtags', `${tags} hashtags; Instagram takes at most ${hashtagsMax}`))
  const mentions = text.match(MENTION)?.length ?? 0
  if (mentions > mentionsMax)
    problems.push(fatal('text', 'mentions', `${mentions} mentions; Instagram takes at most ${mentionsMax}`))
  return problems
}

function checkCount(media: readonly MediaFacts[], form: InstagramForm): Problem[] {
  const { carouselItemsMax } = INSTAGRAM_LIMITS
  if (media.length === 0) return [fatal('media', 'media-count', 'Instagram takes no post without media')]
  if (form === 'story' && media.length > 1)
    return [fatal('media', 'media-count', `A story is one image or film, not ${media.length}`)]
  if (media.length > carouselItemsMax) {
    const message = `${media.length} media; a carousel takes at most ${carouselItemsMax}`
    return [fatal('media', 'media-count', message)]
  }
  return []
}

function checkOne(medium: MediaFacts, name: string, form: InstagramForm): Problem[] {
  const asked = { name, network: 'Instagram', isFatal: true }
  const advice = { ...asked, isFatal: false }
  if (!isFilm(medium) && !isImage(medium)) return checkMedium(medium, INSTAGRAM_IMAGE, asked)
  if (form === 'story')
    return checkMedium(medium, isFilm(medium) ? INSTAGRAM_STORY_FILM : INSTAGRAM_STORY_IMAGE, asked)
  if (form === 'reel') {
    return [
      ...checkMedium(medium, INSTAGRAM_REEL, asked),
      ...checkMedium(medium, INSTAGRAM_REEL_ADVICE, advice),
    ]
  }
  if (isFilm(medium)) return checkMedium(medium, INSTAGRAM_CAROUSEL_FILM, asked)
  return [
    ...checkMedium(medium, INSTAGRAM_IMAGE, asked),
    ...checkMedium(medium, INSTAGRAM_IMAGE_ADVICE, advice),
  ]
}

function checkCrop(media: readonly MediaFacts[]): Problem[] {
  const [first, ...others] = media.map(ratioOf)
  const isCropped = (ratio: number | null) =>
    Math.abs((ratio ?? NaN) - (first ?? NaN)) > INSTAGRAM_LIMITS.cropTolerance
  if (!others.some(isCropped)) return []
  return [spoiled('media', 'media-cropped', 'Instagram crops all of a carousel to the shape of the first')]
}

/** Options that this form of post does not know: Instagram refuses some and overlooks others. */
function checkFit(options: InstagramOptions, form: InstagramForm): Problem[] {
  const { shareToFeed, thumbOffsetMs, coverUrl, trial, collaborators } = options
  const ofReels = { shareToFeed, thumbOffsetMs, coverUrl, trial }
  const unfit = Object.entries(ofReels).flatMap(([name, value]) =>
    value === undefined || form === 'reel' ? [] : [name],
  )
  if (form === 'story' && collaborators.length > 0) unfit.push('collaborators')
  return unfit.map((name) =>
    spoiled('options', 'option-unfit', `${name} means nothing for this kind of post`),
  )
}
