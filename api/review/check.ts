/** `checkLink`: what the link of a guest opens, unless it has been taken back. */
import type { ParleyNode } from '../../engine/node.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { ReviewLink } from '../../engine/store/entities/review-link.ts'
import { type Reviewed, readToken } from './token.ts'

/** Refuses with LINK_INVALID and LINK_WITHDRAWN. Of a post without a row no link was ever taken back. */
export async function checkLink(node: ParleyNode, token: string): Promise<Reviewed> {
  const reviewed = readToken(node.outside.signatures, token, node.clock.now())
  const { postId, organisationId, endsAtMs } = reviewed
  const row = await node.store.scoped(organisationId).findOne(ReviewLink, { postId })
  if (isWithdrawn(row, endsAtMs)) refuse('LINK_WITHDRAWN')
  return reviewed
}

export function isWithdrawn(row: ReviewLink | null, endsAtMs: number): boolean {
  return row?.withdrawnUntil ? endsAtMs <= row.withdrawnUntil.getTime() : false
}
