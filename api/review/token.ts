/** `makeToken` and `readToken`: what the link of a review carries. Whoever has it sees one post, and may say yes to it. */
import { isUuid } from '../../engine/kernel/ids.ts'
import type { Signatures } from '../../engine/outside/keys/signatures.ts'
import { refuse } from '../../engine/protocol/errors.ts'

export interface Reviewed {
  readonly postId: string
  readonly organisationId: string
  /** Ms since 1970. */
  readonly endsAtMs: number
}

/** Letters, digits, `-`, `_` and `.`. */
export function makeToken({ sign }: Signatures, { postId, organisationId, endsAtMs }: Reviewed): string {
  const text = Buffer.from(JSON.stringify([postId, organisationId, endsAtMs])).toString('base64url')
  return `${text}.${sign('review', text)}`
}

/** Refuses with LINK_INVALID whatever we have not signed, and what is over. */
export function readToken({ isSigned }: Signatures, token: string, nowMs: number): Reviewed {
  const cut = token.indexOf('.')
  const text = token.slice(0, cut)
  if (cut < 0 || !isSigned('review', text, token.slice(cut + 1))) refuse('LINK_INVALID')
  const [postId, organisationId, endsAtMs] = JSON.parse(
    Buffer.from(text, 'base64url').toString(),
  ) as unknown[]
  const isOurs = [postId, organisationId].every((id) => typeof id === 'string' && isUuid(id))
  if (!isOurs || typeof endsAtMs !== 'number' || endsAtMs <= nowMs) refuse('LINK_INVALID')
  return { postId: postId as string, organisationId: organisationId as string, endsAtMs }
}
