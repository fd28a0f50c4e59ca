/** Whether an error says that the database cannot be asked now, rather than that it was asked something wrong. */

/** SQLSTATE classes: connection exceptions, insufficient resources, operator intervention. */
const AWAY_CLASSES = /^(08|53|57)[0-9A-Z]{3}$/
const AWAY_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])
/** What `pg` says without a code. */
const AWAY_WORDS =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|connection error/i

/** Looks through the wrappers that MikroORM and tRPC put around a driver's error. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = (at as { code?: unknown }).code
    if (typeof code === 'string' && (AWAY_CLASSES.test(code) || AWAY_CODES.has(code))) return true
    if (AWAY_WORDS.test(at.message)) return true
  }
  return false
}
