import { assert } from '../kernel/assert.ts'

/**
 * The name under which the database lists all sessions of one process: `parley/<node>/<incarnation>`. It tells
 * whether a process is alive, and which sessions to end when it is not. PostgreSQL cuts names at 63 bytes, so the
 * incarnation is present by its last 12 digits: 48 random bits.
 */
export function applicationNameOf(nodeId: string, incarnation: string): string {
  assert(/^[A-Za-z0-9._-]{1,40}$/.test(nodeId), 'a node id has 1 to 40 letters, digits, dots, dashes')
  return `parley/${nodeId}/${incarnation.slice(-12)}`
}
