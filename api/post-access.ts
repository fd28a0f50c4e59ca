/** `postOf`, `checkMayWithPost` and `mayOf`: which post somebody speaks of, and whether they may do with it what they want. */
import { isUuid } from '../engine/kernel/ids.ts'
import type { ParleyNode } from '../engine/node.ts'
import { askerOf } from '../engine/planning/asker.ts'
import type { PostState } from '../engine/post/state.ts'
import { refuse } from '../engine/protocol/errors.ts'
import { mayWithPost, POST_ACTIONS, type PostAction } from '../engine/protocol/post-permissions.ts'
import { Post } from '../engine/store/entities/post.ts'
import type { SignedInCtx } from './procedure.ts'

export interface PostFound {
  readonly id: string
  /** As the journal has it now. */
  readonly state: PostState
  /** ISO 8601 in UTC. */
  readonly createdAt: string
}

/** Everybody of an organisation sees its posts. Refuses with UNKNOWN_POST, also for one of another organisation. */
export async function postOf(
  { store, readPost }: Pick<ParleyNode, 'store' | 'readPost'>,
  organisationId: string,
  postId: string,
): Promise<PostFound> {
  // the row first: a room of another kind must not be read as a post
  const row = isUuid(postId) ? await store.scoped(organisationId).findOne(Post, { id: postId }) : null
  const state = row && (await readPost(row.id))
  if (!row || !state) refuse('UNKNOWN_POST')
  return { id: row.id, state, createdAt: row.createdAt.toISOString() }
}

/** Refuses with NO_PERMISSION. `authorId` is null for what concerns no one post. */
export async function checkMayWithPost(
  { node, session }: SignedInCtx,
  action: PostAction,
  authorId: string | null,
): Promise<void> {
  const asker = await askerOf(node, session.organisationId, session.userId, authorId)
  if (!mayWithPost(asker, action)) refuse('NO_PERMISSION')
}

/** What this person may do with posts of this author, however they stand. `authorId` is null for what concerns no one post. */
export async function mayOf(
  node: Pick<ParleyNode, 'store'>,
  organisationId: string,
  userId: string,
  authorId: string | null,
): Promise<PostAction[]> {
  const asker = await askerOf(node, organisationId, userId, authorId)
  return POST_ACTIONS.filter((action) => mayWithPost(asker, action))
}
