/** `fatal` and `spoiled`: the two kinds of problem a rule finds, and how options of a network become problems. */
import type { z } from 'zod'
import type { Problem } from './contract.ts'

/** The network would refuse it. */
export function fatal(at: Problem['at'], code: string, message: string): Problem {
  return { at, code, message, isFatal: true }
}

/** The network takes it, but not as it was meant. */
export function spoiled(at: Problem['at'], code: string, message: string): Problem {
  return { at, code, message, isFatal: false }
}

/** What is wrong with options as somebody sent them; each problem names the option. */
export function optionProblems(shape: z.ZodType, options: Readonly<Record<string, unknown>>): Problem[] {
  const { error } = shape.safeParse(options)
  return (error?.issues ?? []).map(({ path, message }) =>
    fatal('options', 'option-invalid', path.length > 0 ? `${path.join('.')}: ${message}` : message),
  )
}
