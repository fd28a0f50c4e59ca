/** `troubleOf`: what an answer of Instagram means beyond what all hosts of Meta say: the only place that knows its subcodes. */

import type { Verdict } from '../answer.ts'
import type { Reply } from '../http.ts'
import { graphTroubleOf, type Remedy } from '../meta/answers.ts'
import type { InstagramParts } from './settings.ts'

/** Observed by peers; what is not among them is decided by its code. */
const SUBCODES: ReadonlyMap<number, Remedy> = new Map([
  // too many posts in a day
  [2207042, 'patience'],
  // taken for spam, and seen live all the same
  [2207051, 'unknown'],
  // faults of theirs
  [2207001, 'unknown'],
  [2207032, 'unknown'],
  // a comment that was made, and an error because of what was asked about it
  [1772107, 'unknown'],
  // our media could not be fetched, or not in time
  [2207003, 'again'],
  [2207052, 'again'],
  // a container that one part of theirs has made and another has not heard of, or that is not ready
  [2207006, 'again'],
  [2207008, 'again'],
  [2207027, 'again'],
  // the container is too old
  [2207020, 'refused'],
  // the account may not post until its owner has spoken with Instagram
  [2207050, 'refused'],
])

export function troubleOf(
  reply: Reply,
  { settings, now }: InstagramParts,
  isMutation: boolean,
): Verdict | null {
  return graphTroubleOf(reply, { nowMs: now(), pauses: settings.pauses, isMutation, subcodes: SUBCODES })
}

/** Failures of a container after which another one may succeed with the same media. */
const PASSING = new Set([2207001, 2207003, 2207020, 2207032, 2207052, 2207053, 2207077, 2207082])
const CODE_IN_STATUS = /\b(2207\d{3})\b/

/** Of the words in which a container tells why it failed. */
export function isPassing(status: string): boolean {
  return PASSING.has(Number(CODE_IN_STATUS.exec(status)?.[1]))
}

/** `2207026`, or `ERROR` when the words name none. */
export function failureOf(status: string): string {
  return CODE_IN_STATUS.exec(status)?.[1] ?? 'ERROR'
}
