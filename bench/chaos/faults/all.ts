/** Every fault of the chaos suite, in the order of the list. */
import type { Fault } from '../fault.ts'
import { busAway } from './bus.ts'
import { clockOff } from './clock-off.ts'
import { TTL_MS } from './cluster-victim.ts'
import { databaseAway } from './database-away.ts'
import { diskFull } from './disk-full.ts'
import { failover, failoverSynchronous } from './failover.ts'
import { hotRoom } from './hot-room.ts'
import { database, kill } from './one-server.ts'
import { frozenInTransaction, ownerFrozen, ownerKilled, rollingRestart } from './owners.ts'
import { poison } from './poison.ts'
import { reconnectStorm } from './reconnect-storm.ts'
import { repliesLost } from './replies-lost.ts'
import { slowConsumer } from './slow-consumer.ts'

export const FAULTS: readonly Fault[] = [
  kill,
  database,
  ownerKilled,
  ownerFrozen(2 * TTL_MS),
  frozenInTransaction,
  rollingRestart,
  busAway(10_000),
  repliesLost,
  databaseAway(30_000),
  failover,
  failoverSynchronous,
  clockOff,
  diskFull,
  poison,
  hotRoom,
  slowConsumer,
  reconnectStorm,
]

/** By its whole name, or all of what stands before the first dash: `F8`. */
export function faultsNamed(name: string): readonly Fault[] {
  const named = FAULTS.filter((fault) => fault.name === name)
  return named.length > 0 ? named : FAULTS.filter((fault) => fault.name.split('-')[0] === name)
}
