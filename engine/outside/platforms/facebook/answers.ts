/** `troubleOf`: what an answer of Facebook means beyond what all hosts of Meta say: the only place that knows its subcodes. */

import { later, textOf, type Verdict } from '../answer.ts'
import type { Reply } from '../http.ts'
import { graphTroubleOf, type Remedy } from '../meta/answers.ts'
import { errorOf, recordOf } from '../meta/graph-error.ts'
import type { FacebookParts } from './settings.ts'

/** Observed by a peer; what is not among them is decided by its code. */
const SUBCODES: ReadonlyMap<number, Remedy> = new Map([
  // too many posts too quickly
  [1390008, 'patience'],
  // faults of theirs
  [1363047, 'again'],
  [1609010, 'again'],
  // the photos are in a post already: ours, for nobody else has them
  [1366051, 'unknown'],
])

/** Uncertain: that an equal text, published lately, is refused by this code. */
const DUPLICATE_TEXT = 506
const PHOTOS_ARE_POSTED = 1366051
/** Uncertain: a part of a film that begins elsewhere than what was sent ends. */
const WRONG_OFFSET = 1363037

export function troubleOf(reply: Reply, parts: FacebookParts, isMutation: boolean): Verdict | null {
  const { settings, now } = parts
  const meaning = graphTroubleOf(reply, {
    nowMs: now(),
    pauses: settings.pauses,
    isMutation,
    subcodes: SUBCODES,
  })
  return meaning?.is === 'rejected' ? (uploadTroubleOf(reply, parts) ?? meaning) : meaning
}

/** Whether the network holds that this is published already: looking tells whether that is ours. */
export function duplicateOf(reply: Reply): 'text' | 'photos' | null {
  const error = errorOf(reply)
  if (error?.subcode === PHOTOS_ARE_POSTED) return 'photos'
  return error?.code === DUPLICATE_TEXT ? 'text' : null
}

export function isWrongOffset(reply: Reply): boolean {
  return errorOf(reply)?.subcode === WRONG_OFFSET
}

/** The host of uploads has a shape of its own. */
function uploadTroubleOf(reply: Reply, { settings, now }: FacebookParts): Verdict | null {
  const { debug_info } = recordOf(reply.is === 'answered' ? reply.json : null)
  if (debug_info === undefined) return null
  const { retriable, type, message } = recordOf(debug_info)
  const why = textOf(message) || textOf(type)
  if (retriable === false) return { is: 'rejected', code: textOf(type) || 'upload', message: why }
  return { is: 'failed', why, retryAt: later(now(), settings.pauses.failedMs) }
}
