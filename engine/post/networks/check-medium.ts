/** `checkMedium`: one image or film against what a network takes of its kind. What nobody measured is no fault. */
import type { MediaFacts, Problem } from './contract.ts'

/** What is left out is not limited. */
export interface MediumLimits {
  /** MIME types. */
  readonly types?: readonly string[]
  readonly bytesMax?: number
  readonly durationMsMin?: number
  readonly durationMsMax?: number
  /** Width divided by height. */
  readonly ratioMin?: number
  readonly ratioMax?: number
  readonly widthPxMin?: number
  readonly widthPxMax?: number
  readonly heightPxMin?: number
  readonly altTextCharsMax?: number
}

/** What the complaint is about, as a person reads it, and whether it stops the post. */
export interface MediumAsked {
  /** `Image 2`. */
  readonly name: string
  /** `Instagram`. */
  readonly network: string
  readonly isFatal: boolean
}

interface Measure {
  readonly code: string
  readonly value: number | null
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly say: (value: number) => string
}

export function checkMedium(medium: MediaFacts, limits: MediumLimits, asked: MediumAsked): Problem[] {
  const { name, network, isFatal } = asked
  const problems: Problem[] = []
  if (limits.types && !limits.types.includes(medium.type)) {
    const message = `${name} is ${medium.type}; ${network} takes ${limits.types.join(', ')}`
    problems.push({ at: 'media', code: 'media-type', message, isFatal })
  }
  for (const { code, value, min = -Infinity, max = Infinity, say } of measuresOf(medium, limits)) {
    if (value === null || (value >= min && value <= max)) continue
    const bound = value < min ? `at least ${say(min)}` : `at most ${say(max)}`
    problems.push({
      at: 'media',
      code,
      message: `${name} has ${say(value)}; ${network} wants ${bound}`,
      isFatal,
    })
  }
  return problems
}

export function isImage({ type }: MediaFacts): boolean {
  return type.startsWith('image/')
}

export function isFilm({ type }: MediaFacts): boolean {
  return type.startsWith('video/')
}

/** Width divided by height; null when nobody could tell. */
export function ratioOf({ width, height }: MediaFacts): number | null {
  return width === null || height === null || height === 0 ? null : width / height
}

/** `Image 2`, counted as a person does. */
export function nameOf(medium: MediaFacts, index: number): string {
  return `${isFilm(medium) ? 'Film' : 'Image'} ${index + 1}`
}

function measuresOf(medium: MediaFacts, limits: MediumLimits): Measure[] {
  const { bytes, durationMs, width, height, altText } = medium
  const { durationMsMin, durationMsMax, ratioMin, ratioMax, widthPxMin, widthPxMax } = limits
  return [
    { code: 'media-bytes', value: bytes, max: limits.bytesMax, say: megabytes },
    { code: 'media-duration', value: durationMs, min: durationMsMin, max: durationMsMax, say: seconds },
    { code: 'media-ratio', value: ratioOf(medium), min: ratioMin, max: ratioMax, say: ratio },
    { code: 'media-width', value: width, min: widthPxMin, max: widthPxMax, say: (px) => `${px} px of width` },
    { code: 'media-height', value: height, min: limits.heightPxMin, say: (px) => `${px} px of height` },
    { code: 'alt-text', value: altText?.length ?? null, max: limits.altTextCharsMax, say: characters },
  ]
}

const MEGABYTE = 1024 * 1024

function megabytes(bytes: number): string {
  return `${Math.round((bytes / MEGABYTE) * 100) / 100} MB`
}

function seconds(ms: number): string {
  return `${Math.round(ms / 10) / 100} s`
}

function ratio(value: number): string {
  return `${Math.round(value * 1_000) / 1_000} of width to height`
}

function characters(count: number): string {
  return `${count} characters of alternative text`
}
