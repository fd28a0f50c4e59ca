/** Cursors: where the next page of a list begins, in a form that clients carry and do not read. */
import { refuse } from '../engine/protocol/errors.ts'

export function makeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** The parts of a cursor of ours. Refuses anything else with INVALID_INPUT. */
export function readCursor(cursor: string, length: number): string[] {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    parts = null
  }
  const good =
    Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string')
  return good ? (parts as string[]) : refuse('INVALID_INPUT', { message: 'The cursor is not one of ours.' })
}
