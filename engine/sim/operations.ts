/** What people and machinery asked of the cluster and what they were told, with times: the history that checkers judge. */
import type { Answer, Wish } from '../actors/ports.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { Reason } from '../protocol/errors.ts'

/** One wish from its first attempt to its end. */
export interface Operation {
  readonly wish: Wish<ConversationCommand | PostCommand>
  /** The first attempt, ms since the story began. */
  readonly invokedMs: number
  /** Null while it has no end. */
  outcome: Outcome | null
}

export type Outcome =
  | { readonly answer: Answer; readonly endedMs: number }
  /** Refused for good. The attempts that may have been refused began at `attemptedMs`. */
  | { readonly reason: Reason; readonly attemptedMs: number; readonly endedMs: number }
