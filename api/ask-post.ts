/** `askPost`: brings somebody's command to a post and answers once its event is durable. */
import type { Answer } from '../engine/actors/ports.ts'
import type { ParleyNode } from '../engine/node.ts'
import type { PostCommand } from '../engine/protocol/commands/post-command.ts'

/** Who asks, of which post, under which commandId. */
export interface AskingPost {
  readonly postId: string
  readonly organisationId: string
  readonly authorId: string
  readonly commandId: string
}

/** Refuses with whatever the machine refuses, and with UNKNOWN_POST, BUSY or UNAVAILABLE. `postId` is a post's, not just any id. */
export function askPost(
  node: ParleyNode,
  { postId, ...who }: AskingPost,
  command: PostCommand,
): Promise<Answer> {
  return node.deliver({ kind: 'post', roomId: postId, ...who, command })
}
