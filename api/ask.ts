/** `ask`: brings a signed-in person's command to a conversation and answers once its event is durable. */
import type { Answer } from '../engine/actors/ports.ts'
import type { ConversationCommand } from '../engine/protocol/commands/conversation-command.ts'
import { conversationIdOf } from './inputs.ts'
import type { SignedInCtx } from './procedure.ts'

export interface Asking {
  readonly conversationId: string
  /** Absent where the contract lets it be: then the wish cannot be repeated safely, and gets a fresh one. */
  readonly commandId?: string | undefined
}

/** Refuses with whatever the machine refuses, and with UNKNOWN_CONVERSATION, BUSY or UNAVAILABLE. */
export async function ask(ctx: SignedInCtx, asking: Asking, command: ConversationCommand): Promise<Answer> {
  return ctx.node.deliver({
    kind: 'conversation',
    roomId: conversationIdOf(asking.conversationId),
    organisationId: ctx.session.organisationId,
    authorId: ctx.session.userId,
    commandId: asking.commandId ?? ctx.node.newId(),
    command,
  })
}
