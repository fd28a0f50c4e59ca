/** `errorOf`: what a Graph host of Meta says when it refuses, in its two shapes. */
import { textOf } from '../answer.ts'
import type { Reply } from '../http.ts'

export interface GraphError {
  readonly code: number
  /** 0 when there is none. */
  readonly subcode: number
  /** For a person, when it has one; may hold a token. */
  readonly message: string
  readonly isTransient: boolean
}

/** Uncertain: the subcode of 100 for an id that does not exist; the same is said of one that may not be seen. */
export const NO_SUCH_OBJECT = 33

/** Null when the answer holds no error. */
export function errorOf(reply: Reply): GraphError | null {
  if (reply.is !== 'answered') return null
  const { error, error_message: words, code } = recordOf(reply.json)
  if (typeof error === 'object' && error !== null) return graphErrorOf(recordOf(error))
  // the endpoint where Instagram exchanges codes has a shape of its own
  if (typeof words !== 'string') return null
  return { code: numberOf(code), subcode: 0, message: words, isTransient: false }
}

/** `100/33`, or `190`. */
export function codeOf({ code, subcode }: GraphError): string {
  return subcode === 0 ? `${code}` : `${code}/${subcode}`
}

export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

/** The records of `{data: […]}`. */
export function dataOf(json: unknown): readonly Readonly<Record<string, unknown>>[] {
  const { data } = recordOf(json)
  return Array.isArray(data) ? data.map(recordOf) : []
}

function graphErrorOf(error: Readonly<Record<string, unknown>>): GraphError {
  const { code, error_subcode: subcode, is_transient: isTransient } = error
  const message = [error.error_user_msg, error.error_user_title, error.message].map(textOf).find(Boolean)
  return {
    code: numberOf(code),
    subcode: numberOf(subcode),
    message: message ?? 'no reason given',
    isTransient: isTransient === true,
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
