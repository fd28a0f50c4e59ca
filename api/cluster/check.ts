/** `checkOperator`: whether somebody runs this installation, by their e-mail and the setting OPERATORS. */
import { oncePer } from '../../engine/kernel/once-per.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { User } from '../../engine/store/entities/user.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Operators that have been seen: when the database is away they need their page most. An account keeps its e-mail. */
const knownAt = oncePer((_node: ParleyNode) => new Set<string>())

export async function isOperator({ node, session }: SignedInCtx): Promise<boolean> {
  const { operators } = node.config
  if (operators.length === 0) return false
  const known = knownAt(node)
  if (known.has(session.userId)) return true
  const user = await node.store.em().findOne(User, { id: session.userId })
  if (user === null || !operators.includes(user.email)) return false
  known.add(session.userId)
  return true
}

/** Refuses with NOT_AN_OPERATOR. */
export async function checkOperator(ctx: SignedInCtx): Promise<void> {
  if (!(await isOperator(ctx))) refuse('NOT_AN_OPERATOR')
}
