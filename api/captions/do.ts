/** `suggest`: one suggestion of what a post could say, piece by piece as it is written. */

import type { OfferedCaptions } from '../../engine/outside/budgets/offered-captions.ts'
import type { CaptionFailure, CaptionPiece } from '../../engine/outside/captions/contract.ts'
import { networkRules } from '../../engine/post/networks/rules.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface Wanted {
  readonly text: string
  readonly network: Network | null
  readonly tone: string
  readonly locale: string
}

/** `whole` is the last, and the only one that says so: what ends without it broke off, however it ended. */
export type Suggested = { readonly is: 'text'; readonly text: string } | { readonly is: 'whole' }

/**
 * Yields pieces of text, then `whole`. Ends the vendor's call when the caller goes. Refuses with CAPTIONS_NOT_CONFIGURED
 * (nobody writes here, or the vendor does not take our key or model), RATE_LIMITED (the organisation's hour is used up; with
 * the time of the next), BUSY (the vendor's limit; with the time to wait), CAPTION_REFUSED (in its own words, if it
 * said some) and CAPTION_BROKEN, the last three after pieces too.
 */
export async function suggest(
  ctx: SignedInCtx,
  wanted: Wanted,
): Promise<AsyncIterable<Suggested, void, undefined>> {
  const { node, session, signal } = ctx
  const { captions } = node.outside
  if (captions === null) refuse('CAPTIONS_NOT_CONFIGURED')
  const retryAt = await captions.take(session.organisationId)
  if (retryAt !== null) refuse('RATE_LIMITED', waitUntil(ctx, retryAt))
  const maxUnits = wanted.network === null ? LIMITS.textCharsMax : networkRules[wanted.network].textMax
  return told(ctx, captions.suggest({ ...wanted, maxUnits, signal }))
}

async function* told(
  ctx: SignedInCtx,
  pieces: ReturnType<OfferedCaptions['suggest']>,
): AsyncGenerator<Suggested, void, undefined> {
  for await (const piece of pieces) {
    if (piece.is === 'failed' && piece.failure.is === 'stopped') return
    yield textOf(ctx, piece)
  }
  yield { is: 'whole' }
}

function textOf(ctx: SignedInCtx, piece: CaptionPiece): Suggested {
  return piece.is === 'text' ? piece : refuseFor(ctx, piece.failure)
}

function refuseFor(ctx: SignedInCtx, failure: CaptionFailure): never {
  if (failure.is === 'throttled') refuse('BUSY', waitUntil(ctx, failure.retryAt))
  if (failure.is === 'refused') refuse('CAPTION_REFUSED', wordsOf(failure.message))
  // who mends these is the operator, and what they need is in the log
  ctx.node.log.warn({ failure }, 'a suggestion was not written')
  if (failure.is === 'configDead') refuse('CAPTIONS_NOT_CONFIGURED')
  if (failure.is === 'rejected') refuse('CAPTION_REFUSED')
  refuse('CAPTION_BROKEN')
}

function wordsOf(message: string | null): { message?: string } {
  return message === null ? {} : { message: message.slice(0, WORDS_CHARS_MAX) }
}

const WORDS_CHARS_MAX = 400

function waitUntil({ node }: SignedInCtx, retryAt: string): { retryAfterMs: number } {
  return { retryAfterMs: Math.max(0, Date.parse(retryAt) - node.clock.now()) }
}
