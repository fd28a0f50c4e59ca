/** `fatal` and `spoilt`: what a network would refuse, and what it would publish otherwise than it was meant. */
import type { Problem } from './contract.ts'

export function fatal(at: Problem['at'], code: string, message: string): Problem {
  return { at, code, message, isFatal: true }
}

export function spoilt(at: Problem['at'], code: string, message: string): Problem {
  return { at, code, message, isFatal: false }
}

/** What a schema found wrong with a target's options. */
export function optionProblem({
  path,
  message,
}: {
  readonly path: readonly PropertyKey[]
  readonly message: string
}): Problem {
  return fatal('options', 'option', `${path.join('.') || 'options'}: ${message}`)
}
