/**
 * The name under which the database lists all sessions of one process: `parley/<node>/<incarnation>`. It tells
 * whether a process is alive, and which sessions to end when it is not. PostgreSQL cuts names at 63 bytes, so of
 * the incarnation it holds the last 12 digits: 48 random bits.
 */
export function applicationNameOf(nodeId: string, incarnation: string): string {
  return `parley/${nodeId.slice(0, 40)}/${incarnation.slice(-12)}`
}

/** The same in SQL, of columns `node_id` and `incarnation` of a table. */
export function applicationNameSql(table: string): string {
  return `'parley/' || left(${table}.node_id, 40) || '/' || right(${table}.incarnation::text, 12)`
}
