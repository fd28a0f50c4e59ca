/**
 * `makeRing`: what the owner of a post does when something of it is due: messages to conversations are sent, and leases
 * of workers that fell silent are ended. What asks a network is for workers/publisher.
 *
 * A message is sent under a commandId made of the post, the target and the step. So whoever sends it again, after a
 * crash or beside another, gets the answer of the first time, and the outcome is never unknown for long: looking for a
 * message is sending it again.
 */
import type { DueRow } from '../actors/ports.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { ERRORS, type Reason, Refusal } from '../protocol/errors.ts'
import type { Outcome } from '../protocol/post-shapes.ts'
import { asked, attempt, type Told, type Visitor } from './attempt.ts'
import { workOf } from './due.ts'
import type { OrderedStep } from './order.ts'

export interface RingParts extends Visitor {
  /** Where everybody who has the address may see these files. */
  readonly linksOf: (organisationId: string, mediaIds: readonly string[]) => Promise<readonly string[]>
  /** Whether somebody has stopped everything of the organisation. */
  readonly isHeld: (organisationId: string) => Promise<boolean>
}

export type Ring = (row: DueRow) => Promise<void>

/** A message to a conversation is sent or refused long before; then somebody else looks. */
const LEASE_MS = 10_000
/** After a refusal that will pass. */
const RETRY_MS = 1_000
const LONGEST_RETRY_MS = 60_000

export function makeRing(parts: RingParts): Ring {
  return async ({ roomId: postId, name }) => {
    const due = workOf(name)
    const state = due && (await parts.read(postId))
    if (due === null || state === null) return
    const { targetId, step, work } = due
    const place = { postId, organisationId: state.organisationId, targetId, step }
    if (work === 'lease') {
      const current = state.targets.get(targetId)?.steps[step]?.attempt
      if (current === undefined || current === 0) return
      await asked(parts, place, parts.newId(), { type: 'post.expire', targetId, step, attempt: current })
      return
    }
    // what may be sent already is looked for, held or not
    if (work !== 'reconcile' && (await parts.isHeld(state.organisationId))) return
    const commandId = `post:${postId}:${targetId}:${step}`
    await attempt(parts, place, { purpose: work, leaseMs: LEASE_MS }, (order) =>
      send(parts, commandId, order, work === 'reconcile'),
    )
  }
}

async function send(
  { deliver, linksOf, clock }: RingParts,
  commandId: string,
  { organisationId, authorId, to, text, mediaIds, answers }: OrderedStep,
  isAgain: boolean,
): Promise<Told> {
  const roomId = to.kind === 'conversation' ? to.conversationId : ''
  const command: ConversationCommand = {
    type: 'message.send',
    text: [text, ...(await linksOf(organisationId, mediaIds))].join('\n'),
    replyTo: answers?.id ?? null,
  }
  try {
    const sent = await deliver({ kind: 'conversation', roomId, organisationId, authorId, commandId, command })
    return told({ is: 'ok', id: sent.messageId ?? '', url: null }, 'the message is in the journal')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return told(refused(error, clock.now(), isAgain), `refused: ${error.reason}`)
  }
}

/** Refusals after which it may have been sent all the same. */
const SAYS_NOTHING: ReadonlySet<Reason> = new Set(['UNAVAILABLE', 'INTERNAL', 'COMMAND_ID_REUSED'])

/** A room looks its journal up before it refuses for good, so such a refusal also says that no earlier attempt has sent it. */
function refused({ reason, retryAfterMs }: Refusal, nowMs: number, isAgain: boolean): Outcome {
  const { meaning, retryable } = ERRORS[reason]
  const waitMs = Math.min(Math.max(retryAfterMs ?? 0, RETRY_MS), LONGEST_RETRY_MS)
  const retryAt = new Date(nowMs + waitMs).toISOString()
  if (SAYS_NOTHING.has(reason)) return { is: 'ambiguous', why: meaning, retryAt }
  // a room that is set aside looks nothing up
  if (retryable || (isAgain && reason === 'QUARANTINED')) return { is: 'failed', why: meaning, retryAt }
  if (isAgain) return { is: 'absent', retryAt: new Date(nowMs).toISOString() }
  return { is: 'rejected', code: reason, message: meaning }
}

function told(outcome: Told['outcome'], proof: string): Told {
  return { outcome, evidence: { request: null, response: null, status: null, proof } }
}
