/** `giveTime`: plans a post that has just been made, and submits it when somebody must approve it. */
import { derivedId } from '../host/derived-id.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import { refuse } from '../protocol/errors.ts'
import type { Plan } from '../protocol/post-shapes.ts'
import { holdDead } from './hold-dead.ts'
import type { Planner } from './planner.ts'

/** A post, by the command that made it. */
export interface MadePost {
  readonly postId: string
  readonly organisationId: string
  readonly authorId: string
  /** Of `post.create`; those of the next wishes follow from it. */
  readonly commandId: string
}

/** May be repeated. Refuses with whatever the post does: TIME_PAST, POST_STANDS_OTHERWISE … */
export async function giveTime(planner: Planner, made: MadePost, plan: Plan): Promise<void> {
  const { postId, commandId } = made
  const state = (await planner.readPost(postId)) ?? refuse('UNKNOWN_POST')
  // before it can be due
  await holdDead(planner, postId, state)
  const ask = (name: string, command: PostCommand) =>
    planner.deliver({
      kind: 'post',
      roomId: postId,
      organisationId: made.organisationId,
      authorId: made.authorId,
      commandId: derivedId([commandId, name]),
      command,
    })
  await ask('plan', { type: 'post.plan', plan })
  if (state.approval !== 'none') await ask('submit', { type: 'post.submit' })
}
