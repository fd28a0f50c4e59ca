/** `missingScope`: what a consent leaves out that publishing needs. */
import { unasked } from '../answer.ts'
import type { Answered, Credential } from '../contract.ts'

/** Null when nothing is missing, and when nobody told which scopes were given. */
export function missingScope({ scopes }: Credential, needed: readonly string[]): string | null {
  if (scopes.length === 0) return null
  return needed.find((scope) => !scopes.includes(scope)) ?? null
}

/** No account is called dead for it: Meta was not asked, and other posts may do. */
export function withoutScope(scope: string): Answered {
  const message = `The account did not agree to ${scope}: connect it again.`
  return unasked({ is: 'rejected', code: 'scope-missing', message }, 'what the account agreed to')
}
