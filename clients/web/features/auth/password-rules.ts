/** What a password must be, said while it is typed. The server decides by the same limits. */
import { LIMITS } from '../../../../engine/protocol/limits.ts'

export interface PasswordRule {
  readonly text: string
  readonly met: boolean
}

/** The rules for `password`. The second is shown only when it is broken: it is rare and would only worry. */
export function passwordRules(password: string): PasswordRule[] {
  const bytes = new TextEncoder().encode(password).length
  const long: PasswordRule = {
    text: `At least ${LIMITS.passwordCharsMin} characters`,
    met: [...password].length >= LIMITS.passwordCharsMin,
  }
  if (bytes <= LIMITS.passwordBytesMax) return [long]
  return [long, { text: `At most ${LIMITS.passwordBytesMax} bytes; this one has ${bytes}`, met: false }]
}
