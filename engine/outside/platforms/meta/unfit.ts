/** `unfitFor`: what the rules of a network have against an order, before anything of it is sent. */
import type { NetworkRules } from '../../../post/networks/contract.ts'
import { unasked } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'

/** Null when nothing stands in the way. */
export function unfitFor(rules: NetworkRules, { text, media, options, answers }: Order): Answered | null {
  const step = answers === null ? 0 : 1
  const problem = rules.check({ text, media, options, step }).find(({ isFatal }) => isFatal)
  if (problem === undefined) return null
  const { code, message } = problem
  return unasked({ is: 'rejected', code, message }, `${rules.title} would not take it`)
}
