/** `failureWords`: why an account was not connected, of what the network or the server calls it. */
import { ERRORS } from '../../../../engine/protocol/errors.ts'

const KNOWN: Readonly<Record<string, string>> = {
  access_denied: 'It was not allowed at the network, so nothing was connected.',
  user_cancelled_login: 'Signing in was given up, so nothing was connected.',
  user_cancelled_authorize: 'It was not allowed at the network, so nothing was connected.',
}

export function failureWords(reason: string): string {
  const known = KNOWN[reason]
  if (known !== undefined) return known
  if (Object.hasOwn(ERRORS, reason)) return ERRORS[reason as keyof typeof ERRORS].meaning
  return `The network did not connect it (${reason.slice(0, 80)}). Try again.`
}
