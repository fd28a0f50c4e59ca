/** `clockOff`: the wall clock of one node is an hour behind, then jumps to an hour ahead, and back. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '../../../clients/sdk/app-router.ts'
import type { ServerPart } from '../../run/server-part.ts'
import type { Fault } from '../fault.ts'
import { signUp } from '../people.ts'
import type { Line } from '../probe.ts'
import { withClient } from '../register.ts'
import { type Clocks, makeClocks } from './clocks.ts'
import { clusterVictim, gap, type Struck, type Told, turnOf } from './cluster-victim.ts'

const HOUR_MS = 3_600_000
/** One clock is right before, another has been an hour ahead since its node started. */
const ROUND_MS = [-HOUR_MS, HOUR_MS, -HOUR_MS / 2, 0]
/** Beats are twice a second and the silent are dead after five: long enough for a wrong judgement. */
const SHIFTED_MS = 2_000
/** All 256 shards at once, on two busy cores. */
const SERVED_MS_MAX = 1_000
/** Past what clocks of one machine can differ by, far below the shift. */
const MISDATED_MS = 60_000

export const clockOff: Fault = {
  name: 'F9-clock-off',
  what: 'the clock of one node is an hour behind, then jumps to an hour ahead; another started there',
  load: { seconds: 50, strikes: 2 },
  async prepare(tools) {
    const clocks = await makeClocks({ 'node-1': 0, 'node-2': 0, 'node-3': HOUR_MS })
    return clusterVictim(tools, {
      noTakeovers: true,
      env: clocks.env,
      hurt: (struck) => aRound(struck, clocks),
      close: clocks.remove,
    })
  },
}

async function aRound(struck: Struck, clocks: Clocks): Promise<Told> {
  const { before, databaseUrl, number, probe, tools } = struck
  const node = turnOf(struck)
  const other = turnOf({ ...struck, number: number + 1 })
  const shards = before.shards.map(({ shard }) => shard)
  const line = probe.at(node.url)
  const seen: Seen[] = []
  try {
    await line.served(shards)
    const struckAt = tools.now()
    for (const shiftMs of ROUND_MS) {
      const offMs = await clocks.shift(node.name, shiftMs)
      seen.push({ offMs, ...(await look({ shards, line, node, other })) })
      await sleep(SHIFTED_MS)
    }
    const offMsMost = Math.max(...seen.map(({ offMs }) => Math.abs(offMs)))
    return {
      struckAt,
      healedAt: struckAt,
      idle: offMsMost < HOUR_MS - MISDATED_MS ? `the clock of ${node.name} was right` : null,
      measures: [
        { name: `the clock of ${node.name} was off by`, value: offMsMost / 1_000, unit: 's', atMost: null },
        { name: 'messages not taken there', value: sum(seen, 'untaken'), unit: '', atMost: 0 },
        { name: 'good tokens refused', value: sum(seen, 'refused'), unit: '', atMost: 0 },
        { name: 'events misdated', value: await misdated(databaseUrl), unit: '', atMost: 0 },
        gap(
          'all shards served within',
          seen.map(({ servedMs }) => servedMs),
          SERVED_MS_MAX,
        ),
      ],
    }
  } finally {
    await line.close()
  }
}

interface Seen {
  /** By what the node itself takes for now. */
  readonly offMs: number
  readonly untaken: number
  readonly servedMs: number
  readonly refused: number
}

async function look(at: {
  readonly shards: readonly number[]
  readonly line: Line
  readonly node: ServerPart
  readonly other: ServerPart
}): Promise<Omit<Seen, 'offMs'>> {
  const answers = [...(await at.line.ask(at.shards)).values()]
  const servedMs = Math.max(...(await at.line.served(at.shards)))
  const untaken = answers.filter((answer) => answer !== 'taken').length
  const refused = (await refusals(at.node, at.other)) + (await refusals(at.other, at.node))
  return { untaken, servedMs, refused }
}

/** Signs somebody up at one node and asks another who that is. Returns 1 when it would not say. */
async function refusals(giver: ServerPart, taker: ServerPart): Promise<number> {
  const [person] = await signUp(giver.url, [`traveller-${crypto.randomUUID().slice(0, 8)}`])
  const headers = { authorization: `Bearer ${person?.accessToken}` }
  const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${taker.url}/trpc`, headers })] })
  return client.auth.me.query().then(
    ({ user }) => (user.id === person?.userId ? 0 : 1),
    () => 1,
  )
}

/** All of the run is minutes old by the database's clock. */
async function misdated(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM event WHERE at > clock_timestamp() + $1::interval OR at < pg_postmaster_start_time() - $1::interval`,
      [`${MISDATED_MS} ms`],
    )
    return rows[0]?.count ?? 0
  })
}

function sum(seen: readonly Seen[], of: 'untaken' | 'refused'): number {
  return seen.reduce((total, one) => total + one[of], 0)
}
