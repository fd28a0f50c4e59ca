/**
 * `makeRing`: what the owner of a post does when something of it is due: messages to conversations are sent, and leases
 * of workers that fell silent are ended. What asks a network is for workers/publisher.
 *
 * A message is sent under a commandId made of the post, the target and the step. So whoever sends it again, after a
 * crash or beside another, gets the answer of the first time, and the outcome is never unknown for long.
 */
import type { DueRow } from '../actors/ports.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { ERRORS, Refusal } from '../protocol/errors.ts'
import { asked, attempt, type Told, type Visitor } from './attempt.ts'
import { workOf } from './due.ts'
import type { OrderedStep } from './order.ts'

export interface RingParts extends Visitor {
  /** Where everybody who has the address may see a file. */
  readonly linkOf: (mediaId: string) => string
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
      send(parts, commandId, order),
    )
  }
}

async function send(
  { deliver, linkOf, clock }: RingParts,
  commandId: string,
  { organisationId, authorId, to, text, mediaIds, answers }: OrderedStep,
): Promise<Told> {
  const roomId = to.kind === 'conversation' ? to.conversationId : ''
  const command: ConversationCommand = {
    type: 'message.send',
    text: [text, ...mediaIds.map(linkOf)].join('\n'),
    replyTo: answers?.id ?? null,
  }
  try {
    const sent = await deliver({ kind: 'conversation', roomId, organisationId, authorId, commandId, command })
    return told({ is: 'ok', id: sent.messageId ?? '', url: null }, 'the message is in the journal')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { meaning, retryable } = ERRORS[error.reason]
    if (!retryable) {
      return told({ is: 'rejected', code: error.reason, message: meaning }, `refused: ${error.reason}`)
    }
    const waitMs = Math.min(Math.max(error.retryAfterMs ?? 0, RETRY_MS), LONGEST_RETRY_MS)
    const retryAt = new Date(clock.now() + waitMs).toISOString()
    return told({ is: 'failed', why: meaning, retryAt }, `not now: ${error.reason}`)
  }
}

function told(outcome: Told['outcome'], proof: string): Told {
  return { outcome, evidence: { request: null, response: null, status: null, proof } }
}
