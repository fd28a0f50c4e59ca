/** Every fault of the chaos suite, in the order of the list. */
import type { Fault } from '../fault.ts'
import { busAway } from './bus.ts'
import { databaseAway } from './database-away.ts'
import { database, kill } from './one-server.ts'
import { frozenInTransaction, ownerFrozen, ownerKilled, rollingRestart } from './owners.ts'

export const FAULTS: readonly Fault[] = [
  kill,
  database,
  ownerKilled,
  ownerFrozen,
  frozenInTransaction,
  rollingRestart,
  busAway(10_000),
  databaseAway(30_000),
]

/** By its whole name, or by what stands before the first dash: `F1`. Undefined when there is none. */
export function faultNamed(name: string): Fault | undefined {
  return FAULTS.find((fault) => fault.name === name || fault.name.split('-')[0] === name)
}
