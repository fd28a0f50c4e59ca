/** `cancelCopy`: takes back a copy that a series does not want any more. */
import { derivedId } from '../host/derived-id.ts'
import { type Reason, Refusal } from '../protocol/errors.ts'
import type { Planner } from './planner.ts'

/** It was never made, has begun, or was cancelled by a person: there is nothing to take back. */
const NOTHING_TO_DO: ReadonlySet<Reason> = new Set(['UNKNOWN_POST', 'POST_STANDS_OTHERWISE'])

/** Whether something of it was cancelled. What has begun goes on. May be repeated. */
export async function cancelCopy(
  { deliver }: Pick<Planner, 'deliver'>,
  organisationId: string,
  authorId: string,
  postId: string,
): Promise<boolean> {
  const commandId = derivedId([postId, 'cancel'])
  const command = { type: 'post.cancel', targetId: null } as const
  try {
    await deliver({ kind: 'post', roomId: postId, organisationId, authorId, commandId, command })
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || !NOTHING_TO_DO.has(error.reason)) throw error
    return false
  }
}
