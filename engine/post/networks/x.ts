/** `xRules`: what X takes. Sources: its documentation of 2026-08-22. */
import { z } from 'zod'
import type { MediaFacts, NetworkRules, Problem, Said } from './contract.ts'
import { fatal, optionProblems, spoiled } from './problem.ts'
import { countCashtags, weightOf } from './x-text.ts'

const MB = 1024 * 1024

export const X_LIMITS = {
  /** Weighted, without Premium. */
  textMax: 280,
  /** Uncertain: the longest text of a Premium account by the API; a peer caps at 4,000, the product at 25,000. */
  premiumTextMax: 4_000,
  cashtagsMax: 1,
  photosMax: 4,
  photoBytesMax: 5 * MB,
  gifBytesMax: 15 * MB,
  gifWidthMax: 1_280,
  gifHeightMax: 1_080,
  filmBytesMax: 512 * MB,
  filmMsMin: 500,
  /** Uncertain: Premium accounts may go on for longer, by how much is not said. */
  filmMsMax: 140_000,
  filmSidePixelsMin: 32,
  /** Uncertain: documented for lying films; upright ones are held to the same numbers, turned. */
  filmLongSidePixelsMax: 1_280,
  filmShortSidePixelsMax: 1_024,
  filmRatioMax: 3,
  /** Uncertain: the length of a description is not in the reference of the call that takes it. */
  altTextCharsMax: 1_000,
} as const

/** `isPremium` is the account's, and lets it write more. */
export const XOptions = z.strictObject({
  replySettings: z.enum(['following', 'mentionedUsers', 'subscribers', 'verified']).optional(),
  madeWithAi: z.boolean().optional(),
  isPremium: z.boolean().optional(),
})

export type XMediaKind = 'photo' | 'gif' | 'film'

const KINDS: ReadonlyMap<string, XMediaKind> = new Map<string, XMediaKind>([
  ['image/jpeg', 'photo'],
  ['image/png', 'photo'],
  ['image/webp', 'photo'],
  ['image/gif', 'gif'],
  ['video/mp4', 'film'],
  ['video/quicktime', 'film'],
])

/** Null: X does not take it. */
export function xKindOf(type: string): XMediaKind | null {
  return KINDS.get(type) ?? null
}

export const xRules: NetworkRules = {
  name: 'x',
  title: 'X',
  textMax: X_LIMITS.textMax,
  count: weightOf,
  check(said) {
    return [
      ...textProblems(said),
      ...mixProblems(said.media),
      ...said.media.flatMap(mediumProblems),
      ...optionProblems(XOptions, said.options),
    ]
  },
}

function textProblems({ text, media, options }: Said): Problem[] {
  const problems: Problem[] = []
  const max = options.isPremium === true ? X_LIMITS.premiumTextMax : X_LIMITS.textMax
  const over = weightOf(text) - max
  if (over > 0) problems.push(fatal('text', 'text-too-long', `${over} characters too many for X`))
  if (text.trim() === '' && media.length === 0)
    problems.push(fatal('text', 'text-missing', 'X wants a text or a picture'))
  if (countCashtags(text) > X_LIMITS.cashtagsMax)
    problems.push(fatal('text', 'too-many-cashtags', `X takes ${X_LIMITS.cashtagsMax} cashtag a post`))
  return problems
}

function mixProblems(media: readonly MediaFacts[]): Problem[] {
  const kinds = media.map(({ type }) => xKindOf(type))
  const photos = kinds.filter((kind) => kind === 'photo').length
  const others = kinds.length - photos
  if (photos > 0 && others > 0)
    return [fatal('media', 'media-mixed', 'X takes photos, or one GIF, or one film: not together')]
  if (others > 1) return [fatal('media', 'too-many-media', 'X takes one GIF or film a post')]
  if (photos <= X_LIMITS.photosMax) return []
  return [fatal('media', 'too-many-media', `X takes ${X_LIMITS.photosMax} photos, these are ${photos}`)]
}

function mediumProblems(medium: MediaFacts): Problem[] {
  const kind = xKindOf(medium.type)
  switch (kind) {
    case null:
      return [fatal('media', 'media-type', `X does not take ${medium.type}`)]
    case 'photo':
      return [...tooBig(medium, X_LIMITS.photoBytesMax), ...altTextProblems(medium)]
    case 'gif':
      return [...tooBig(medium, X_LIMITS.gifBytesMax), ...gifProblems(medium), ...altTextProblems(medium)]
    case 'film':
      return [...tooBig(medium, X_LIMITS.filmBytesMax), ...filmProblems(medium)]
  }
}

function tooBig({ bytes }: MediaFacts, bytesMax: number): Problem[] {
  if (bytes <= bytesMax) return []
  return [fatal('media', 'media-too-big', `${sizeOf(bytes)} MB, X takes ${sizeOf(bytesMax)} MB`)]
}

function gifProblems({ width, height }: MediaFacts): Problem[] {
  const { gifWidthMax, gifHeightMax } = X_LIMITS
  if ((width ?? 0) <= gifWidthMax && (height ?? 0) <= gifHeightMax) return []
  const message = `${width} × ${height} pixels, X takes GIFs up to ${gifWidthMax} × ${gifHeightMax}`
  return [fatal('media', 'media-pixels', message)]
}

function filmProblems({ width, height, durationMs, altText }: MediaFacts): Problem[] {
  const problems: Problem[] = []
  if (durationMs !== null && (durationMs < X_LIMITS.filmMsMin || durationMs > X_LIMITS.filmMsMax)) {
    const [least, most] = [X_LIMITS.filmMsMin / 1_000, X_LIMITS.filmMsMax / 1_000]
    const message = `${durationMs / 1_000} seconds, X takes ${least} to ${most}`
    problems.push(fatal('media', 'media-duration', message))
  }
  if (width !== null && height !== null) problems.push(...filmPixelProblems(width, height))
  if (altText !== null && altText !== '')
    problems.push(spoiled('media', 'alt-text-lost', 'X keeps no description of a film'))
  return problems
}

function filmPixelProblems(width: number, height: number): Problem[] {
  const [short, long] = [Math.min(width, height), Math.max(width, height)]
  const { filmSidePixelsMin, filmLongSidePixelsMax, filmShortSidePixelsMax, filmRatioMax } = X_LIMITS
  const problems: Problem[] = []
  if (short < filmSidePixelsMin)
    problems.push(
      fatal('media', 'media-pixels', `X takes films of ${filmSidePixelsMin} pixels a side and more`),
    )
  if (long > short * filmRatioMax)
    problems.push(fatal('media', 'media-ratio', `X takes films from 1:${filmRatioMax} to ${filmRatioMax}:1`))
  if (long > filmLongSidePixelsMax || short > filmShortSidePixelsMax) {
    const message = `${width} × ${height} pixels, X documents ${filmLongSidePixelsMax} × ${filmShortSidePixelsMax}`
    problems.push(spoiled('media', 'media-pixels', message))
  }
  return problems
}

function altTextProblems({ altText }: MediaFacts): Problem[] {
  const over = (altText?.length ?? 0) - X_LIMITS.altTextCharsMax
  if (over <= 0) return []
  return [fatal('media', 'alt-text-too-long', `${over} characters too many in the description`)]
}

function sizeOf(bytes: number): string {
  return (bytes / MB).toFixed(1).replace(/\.0$/, '')
}
