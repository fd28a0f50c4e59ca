/** `missingScope`: what a consent leaves out that publishing needs. */
import type { Credential } from '../contract.ts'

/** Null when nothing is missing, and when nobody told which scopes were given. */
export function missingScope({ scopes }: Credential, needed: readonly string[]): string | null {
  if (scopes.length === 0) return null
  return needed.find((scope) => !scopes.includes(scope)) ?? null
}
