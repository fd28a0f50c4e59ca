/** Why something was refused, as a person wants to read it. */
import { ERRORS, type Reason } from '../../../engine/protocol/errors.ts'

/** Where the meaning in the table speaks to developers, these speak to people. */
const FOR_PEOPLE: Partial<Record<Reason, string>> = {
  WRONG_CREDENTIALS: 'E-mail or password is wrong.',
  EMAIL_TAKEN: 'There is an account with this e-mail already. Sign in instead?',
  SIGNUP_CLOSED: 'Signing up is by invitation here.',
  RATE_LIMITED: 'That was too often. Wait a moment and try again.',
  BUSY: 'Very busy right now. Try again in a moment.',
  UNAVAILABLE: 'The server could not be reached. Try again.',
  OWNER_UNREACHABLE: 'This conversation cannot be reached right now. Try again in a moment.',
  NOT_OWNER: 'This conversation is just being moved. Try again in a moment.',
  NOT_AN_OPERATOR: 'This page is for those who run this installation.',
  SHUTTING_DOWN: 'The server is restarting. Try again in a moment.',
  UNKNOWN_CONVERSATION: 'This conversation does not exist, or it is not yours to see.',
  NOT_A_MEMBER: 'You are not a member of this conversation.',
  ARCHIVED: 'This conversation is archived; nothing can be added to it.',
  LAST_OWNER: 'You are the last owner. Make somebody else an owner first.',
  INVALID_INPUT: 'Something in there is not as it should be.',
}

/** The reason inside an error of tRPC or a Refusal; null when the server was not reached. */
export function reasonOf(error: unknown): Reason | null {
  const holder = error as { reason?: unknown; data?: { reason?: unknown } | null } | null
  const reason = holder?.data?.reason ?? holder?.reason
  return typeof reason === 'string' && Object.hasOwn(ERRORS, reason) ? (reason as Reason) : null
}

export function reasonText(reason: Reason | null): string {
  if (reason === null) return 'The server could not be reached. Check your connection and try again.'
  return FOR_PEOPLE[reason] ?? ERRORS[reason].meaning
}

/** One sentence for whatever a call threw. */
export function errorText(error: unknown): string {
  return reasonText(reasonOf(error))
}
