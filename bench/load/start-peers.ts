/** `startPeers` and `peerSubject`: the peers of a run; one that does not start is left out and said so. */

import type { Bench, ServerUnderTest } from '../scenario.ts'
import type { Subject } from './contest.ts'

export interface StartedPeer {
  readonly name: string
  readonly server: ServerUnderTest
}

export async function startPeers(bench: Bench): Promise<StartedPeer[]> {
  const started: StartedPeer[] = []
  for (const name of bench.peers) {
    try {
      started.push({ name, server: await bench.peer(name) })
    } catch (error) {
      bench.say(`${name} does not start, and is left out: ${error}`)
    }
  }
  return started
}

/** A peer as one of a contest. It has no database. */
export function peerSubject({ name, server }: StartedPeer, start: number, plan: Subject['plan']): Subject {
  return { server: name, variant: '', plan, pid: server.pid, databasePid: null, start }
}
