/** Scenario `rpc`: what a call costs that is signed in, limited and validated, and needs no database. */
import { type Contest, contest, type Subject } from '../load/contest.ts'
import { openTown } from '../load/open-town.ts'
import { rowsOf } from '../load/rows.ts'
import { peerSubject, startPeers } from '../load/start-peers.ts'
import { callPlan } from '../load/town-plans.ts'
import { peerCallPlan } from '../peers/peer-plans.ts'
import { peerNamed } from '../peers/peers.ts'
import type { Row, Scenario, ServerUnderTest } from '../scenario.ts'

const CLIENTS = 100
const BOUND_MS = 25
const CALM = 10_000
const START: Readonly<Record<string, number>> = { parley: 60_000, trpc: 30_000, 'socket.io': 50_000 }

export const rpc: Scenario = {
  name: 'rpc',
  question: 'A validated call from 100 clients, without a database: how many a second at p99 <= 25 ms?',
  peers: ['trpc', 'socket.io', 'socket.io-uws', 'ws', 'uws'],
  quickPeers: ['trpc', 'socket.io'],
  async run(bench) {
    const town = await openTown(bench, CLIENTS)
    const peers: ServerUnderTest[] = []
    try {
      const subjects: Subject[] = [
        {
          server: 'parley',
          variant: '',
          plan: () => callPlan(town, CLIENTS),
          pid: town.pid,
          databasePid: town.databasePid,
          start: START.parley as number,
        },
      ]
      for (const peer of await startPeers(bench)) {
        const { name, server } = peer
        peers.push(server)
        const { calls } = peerNamed(name)
        if (calls === null) continue
        const plan = async () => peerCallPlan(server.url, calls, CLIENTS)
        subjects.push(peerSubject(peer, START[name] ?? 80_000, plan))
      }
      const rules: Contest = {
        bench,
        boundMs: BOUND_MS,
        fixed: CALM,
        perMessage: 1,
        unit: 'calls/s',
      }
      const targets = {
        parley: [
          { of: 'trpc', times: 4 },
          { of: 'socket.io', times: 2 },
        ],
      }
      const rows: Row[] = rowsOf(await contest(subjects, rules), {
        what: `${CLIENTS} clients`,
        contest: rules,
        targets,
      })
      return rows
    } finally {
      await Promise.allSettled([town.close(), ...peers.map((peer) => peer.stop())])
    }
  },
}
