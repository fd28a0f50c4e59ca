/** What a network takes, by its own arithmetic. Pure: the composer says while somebody types what the server will say. */
import type { Network } from '../../protocol/post-shapes.ts'

export interface NetworkRules {
  readonly name: Network
  /** As people write it: `LinkedIn`. */
  readonly title: string
  /** In the units of `count`. */
  readonly textMax: number
  /** What counts against `textMax`: the network's own units, not characters. */
  count(text: string): number
  /** Everything the network would refuse, and what it would spoil. Empty: it may be published. */
  check(said: Said): readonly Problem[]
}

/** One step of one target. */
export interface Said {
  readonly text: string
  readonly media: readonly MediaFacts[]
  /** As somebody sent them: a rule checks their types too. */
  readonly options: Readonly<Record<string, unknown>>
  /** 0 is the post, the others are its parts. */
  readonly step: number
}

export interface MediaFacts {
  /** MIME type. */
  readonly type: string
  readonly bytes: number
  /** Pixels; null when nobody could tell. */
  readonly width: number | null
  readonly height: number | null
  /** Of a film or sound. */
  readonly durationMs: number | null
  readonly altText: string | null
}

export interface Problem {
  readonly at: 'text' | 'media' | 'options'
  /** Short and stable, for programs: `text-too-long`. */
  readonly code: string
  /** For a person, with numbers: `9 characters too many for X`. */
  readonly message: string
  /** False: it will be published, but not as it was meant. */
  readonly isFatal: boolean
}
