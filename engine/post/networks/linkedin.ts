/** `linkedinRules`: what LinkedIn takes, of people and of organisations. Sources: its documentation of 2026-09-19. */
import { z } from 'zod'
import type { MediaFacts, NetworkRules, Problem, Said } from './contract.ts'
import { fatal, optionProblems, spoiled } from './problem.ts'

const MB = 1024 * 1024

export const LINKEDIN_LIMITS = {
  /** UTF-16 units, so an emoji counts 2 or more. */
  textMax: 3_000,
  /** Uncertain: documented nowhere that could be read. */
  commentMax: 1_250,
  imagesMax: 20,
  /** Width times height. */
  imagePixelsMax: 36_152_319,
  filmBytesMin: 75 * 1024,
  filmBytesMax: 500 * MB,
  filmMsMin: 3_000,
  filmMsMax: 30 * 60_000,
  /** Uncertain: not in the sources. */
  documentBytesMax: 100 * MB,
  altTextCharsMax: 4_086,
} as const

export const LinkedinOptions = z.strictObject({
  visibility: z.enum(['PUBLIC', 'CONNECTIONS', 'LOGGED_IN']).optional(),
  /** Of a document or film. */
  title: z.string().min(1).optional(),
  /** A card for an address: LinkedIn makes none of an address in the text. */
  article: z
    .strictObject({ source: z.url(), title: z.string().min(1), description: z.string().optional() })
    .optional(),
  noReshare: z.boolean().optional(),
})

export type LinkedinMediaKind = 'image' | 'video' | 'document'

const KINDS: ReadonlyMap<string, LinkedinMediaKind> = new Map<string, LinkedinMediaKind>([
  ['image/jpeg', 'image'],
  ['image/png', 'image'],
  ['image/gif', 'image'],
  ['video/mp4', 'video'],
  ['application/pdf', 'document'],
  ['application/msword', 'document'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'document'],
  ['application/vnd.ms-powerpoint', 'document'],
  ['application/vnd.openxmlformats-officedocument.presentationml.presentation', 'document'],
])

/** Null: LinkedIn does not take it. */
export function linkedinKindOf(type: string): LinkedinMediaKind | null {
  return KINDS.get(type) ?? null
}

export const linkedinRules: NetworkRules = {
  name: 'linkedin',
  title: 'LinkedIn',
  textMax: LINKEDIN_LIMITS.textMax,
  count: (text) => text.length,
  check(said) {
    const { media, options, step } = said
    if (step > 0) return [...textProblems(said, LINKEDIN_LIMITS.commentMax), ...commentProblems(media)]
    return [
      ...textProblems(said, LINKEDIN_LIMITS.textMax),
      ...mixProblems(media, options),
      ...media.flatMap(mediumProblems),
      ...optionProblems(LinkedinOptions, options),
    ]
  },
}

function textProblems({ text, media, options, step }: Said, max: number): Problem[] {
  const what = step === 0 ? 'LinkedIn' : 'a comment on LinkedIn'
  if (text.length > max)
    return [fatal('text', 'text-too-long', `${text.length - max} characters too many for ${what}`)]
  const isAlone = media.length === 0 && options.article === undefined
  if (text.trim() !== '' || (step === 0 && !isAlone)) return []
  return [fatal('text', 'text-missing', `${what} wants a text`)]
}

function commentProblems(media: readonly MediaFacts[]): Problem[] {
  if (media.length === 0) return []
  return [fatal('media', 'media-in-comment', 'a comment on LinkedIn has no pictures')]
}

function mixProblems(media: readonly MediaFacts[], options: Said['options']): Problem[] {
  const kinds = new Set(media.map(({ type }) => linkedinKindOf(type)))
  const { imagesMax } = LINKEDIN_LIMITS
  if (kinds.size > 1)
    return [
      fatal('media', 'media-mixed', 'LinkedIn takes images, or one film, or one document: not together'),
    ]
  if (media.length > 0 && options.article !== undefined)
    return [fatal('media', 'media-mixed', 'LinkedIn takes media or the card of an address: not both')]
  if (kinds.has('image') && media.length > imagesMax)
    return [fatal('media', 'too-many-media', `LinkedIn takes ${imagesMax} images, these are ${media.length}`)]
  if ((kinds.has('video') || kinds.has('document')) && media.length > 1)
    return [fatal('media', 'too-many-media', 'LinkedIn takes one film or document a post')]
  if (kinds.has('document') && options.title === undefined)
    return [fatal('options', 'title-missing', 'LinkedIn wants a title for a document')]
  return []
}

function mediumProblems(medium: MediaFacts): Problem[] {
  switch (linkedinKindOf(medium.type)) {
    case null:
      return [fatal('media', 'media-type', `LinkedIn does not take ${medium.type}`)]
    case 'image':
      return imageProblems(medium)
    case 'video':
      return [...filmProblems(medium), ...altTextLost(medium, 'film')]
    case 'document':
      return [...tooBig(medium.bytes, LINKEDIN_LIMITS.documentBytesMax), ...altTextLost(medium, 'document')]
  }
}

function imageProblems({ width, height, altText }: MediaFacts): Problem[] {
  const { imagePixelsMax, altTextCharsMax } = LINKEDIN_LIMITS
  const problems: Problem[] = []
  const pixels = (width ?? 0) * (height ?? 0)
  if (pixels > imagePixelsMax)
    problems.push(fatal('media', 'media-pixels', `${pixels} pixels, LinkedIn takes ${imagePixelsMax}`))
  const over = (altText?.length ?? 0) - altTextCharsMax
  if (over > 0)
    problems.push(fatal('media', 'alt-text-too-long', `${over} characters too many in the description`))
  return problems
}

function filmProblems({ bytes, durationMs }: MediaFacts): Problem[] {
  const { filmBytesMin, filmBytesMax, filmMsMin, filmMsMax } = LINKEDIN_LIMITS
  const problems = tooBig(bytes, filmBytesMax)
  if (bytes < filmBytesMin)
    problems.push(
      fatal('media', 'media-too-small', `LinkedIn takes films of ${filmBytesMin / 1024} KB and more`),
    )
  if (durationMs !== null && (durationMs < filmMsMin || durationMs > filmMsMax)) {
    const message = `${durationMs / 1_000} seconds, LinkedIn takes ${filmMsMin / 1_000} to ${filmMsMax / 1_000}`
    problems.push(fatal('media', 'media-duration', message))
  }
  return problems
}

function tooBig(bytes: number, bytesMax: number): Problem[] {
  if (bytes <= bytesMax) return []
  const message = `${(bytes / MB).toFixed(1)} MB, LinkedIn takes ${bytesMax / MB} MB`
  return [fatal('media', 'media-too-big', message)]
}

function altTextLost({ altText }: MediaFacts, what: string): Problem[] {
  if (altText === null || altText === '') return []
  return [spoiled('media', 'alt-text-lost', `LinkedIn keeps no description of a ${what}`)]
}
