/** `judge`: what became of every step that was to be published, held against what is public. */
import type { Life } from '../../../engine/post/chart.ts'

/** One step of one target, when everything had come to rest. */
export interface Ended {
  /** `x`, `instagram` …, or `conversation`. */
  readonly where: string
  /** Unique in the run. */
  readonly text: string
  readonly life: Life
  /** How often it is public, as the network or the room says itself. */
  readonly times: number
  /** How often somebody looked what had become of it. */
  readonly looks: number
  /** What its last attempt left as proof. */
  readonly proof: string
  /** Between the instant of its plan and the first attempt to publish; null when there was none. */
  readonly latenessMs: number | null
  /** ms since 1970; null when it has no time. */
  readonly dueMs: number | null
}

export interface Spread {
  readonly p50Ms: number
  readonly p99Ms: number
  readonly maxMs: number
}

export interface PostsVerdict {
  readonly steps: number
  readonly published: number
  /** Public more than once: must be 0. */
  readonly duplicated: number
  /** Neither published nor with a person, and nothing goes on: must be 0. */
  readonly lost: number
  /** Called published, and not public: must be 0. */
  readonly claimed: number
  /** Public, and called otherwise than published or undecided: must be 0. */
  readonly denied: number
  /** Asks a person, by where it went. */
  readonly needsHuman: Readonly<Record<string, number>>
  /** Asks a person though the network can tell: must be 0. */
  readonly askedInVain: number
  /** Had to be looked for. */
  readonly reconciled: number
  readonly lateness: Spread | null
  /** The first few of what must be 0, in words. */
  readonly examples: readonly string[]
}

const EXAMPLES_MAX = 10

/** `mute`: where the network offers no evidence, so that a person may be asked. */
export function judge(ended: readonly Ended[], mute: ReadonlySet<string>): PostsVerdict {
  const examples: string[] = []
  const count = (what: string, isSo: (one: Ended) => boolean) => {
    const found = ended.filter(isSo)
    for (const one of found.slice(0, EXAMPLES_MAX)) examples.push(`${what}: ${wordsOf(one)}`)
    return found.length
  }
  const isAsking = ({ life }: Ended) => life === 'needsHuman'
  const needsHuman: Record<string, number> = {}
  for (const { where } of ended.filter(isAsking)) needsHuman[where] = (needsHuman[where] ?? 0) + 1
  return {
    steps: ended.length,
    published: ended.filter(({ life }) => life === 'published').length,
    duplicated: count('duplicated', ({ times }) => times > 1),
    lost: count('lost', (one) => one.life !== 'published' && !isAsking(one)),
    claimed: count('claimed', ({ life, times }) => life === 'published' && times === 0),
    denied: count('denied', (one) => one.times > 0 && one.life !== 'published' && !isAsking(one)),
    needsHuman,
    askedInVain: count('asked in vain', (one) => isAsking(one) && !mute.has(one.where)),
    reconciled: ended.filter(({ looks }) => looks > 0).length,
    lateness: latenessIn(ended),
    examples: examples.slice(0, EXAMPLES_MAX),
  }
}

/** Nothing that must be 0 is anything else. */
export function isClean(verdict: PostsVerdict): boolean {
  const { duplicated, lost, claimed, denied, askedInVain } = verdict
  return duplicated + lost + claimed + denied + askedInVain === 0
}

/** Between the instant of each plan and its first attempt; null when none was made. */
export function latenessIn(ended: readonly Pick<Ended, 'latenessMs'>[]): Spread | null {
  const sorted = ended
    .flatMap(({ latenessMs }) => (latenessMs === null ? [] : [latenessMs]))
    .sort((a, b) => a - b)
  if (sorted.length === 0) return null
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) }
}

function wordsOf({ where, text, life, times, proof }: Ended): string {
  return `"${text}" to ${where} is ${life}, public ${times} times (${proof})`
}
