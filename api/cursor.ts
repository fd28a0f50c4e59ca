/** Cursors: where the next page of a list begins, in a form that clients carry and do not read. */
import { refuse } from '../engine/protocol/errors.ts'

export function makeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/**
 * The parts of a cursor of ours, each of which must fit its form: they go to the database as they are.
 * Refuses anything else with INVALID_INPUT.
 */
export function readCursor(cursor: string, forms: readonly ((part: string) => boolean)[]): string[] {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = null
  }
  if (!Array.isArray(parts) || parts.length !== forms.length) return notOurs()
  return parts.map((part: unknown, index) =>
    typeof part === 'string' && forms[index]?.(part) ? part : notOurs(),
  )
}

export const isText = (part: string) => !part.includes('\0')

/** An instant as `Date` writes it. */
export function isInstant(part: string): boolean {
  const ms = Date.parse(part)
  return !Number.isNaN(ms) && new Date(ms).toISOString() === part
}

function notOurs(): never {
  refuse('INVALID_INPUT', { message: 'The cursor is not one of ours.' })
}
