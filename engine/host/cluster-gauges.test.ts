import { expect, test } from 'vitest'
import type { ClusterReading } from './cluster-gauges.ts'
import { makeMetrics } from './metrics.ts'

const READING: ClusterReading = {
  standing: {
    nodeId: 'a',
    members: [
      { nodeId: 'a', status: 'up', shards: 2, termMax: 7 },
      { nodeId: 'b', status: 'up', shards: 1, termMax: 9 },
      { nodeId: 'c', status: 'dead', shards: 0, termMax: 0 },
    ],
    owners: [{ nodeId: 'a' }, { nodeId: 'b' }, null, { nodeId: 'a' }],
    unowned: 1,
    knownMs: 250,
    lagMs: 3,
    deeds: { tookOver: 1, claimed: 4, given: 2, unanswered: 5 },
  },
  fanout: {
    repaired: 6,
    digests: 8,
    repair: { rooms: 3, chars: 300 },
    others: { gateways: { rooms: 10, waiting: 11 }, wants: { rooms: 12, untold: 13 } },
  },
}

test('how a node stands among others is read when the page is', async () => {
  const metrics = makeMetrics()
  let reading = READING
  metrics.watchCluster(() => reading)
  const before = await metrics.text()
  for (const line of [
    'parley_shards_owned 2',
    'parley_shards_unowned 1',
    'parley_term_max 9',
    'parley_members{status="up"} 2',
    'parley_members{status="dead"} 1',
    'parley_members{status="leaving"} 0',
    'parley_register_age_seconds 0.25',
    'parley_register_lag_seconds 0.003',
    'parley_takeovers_total 1',
    'parley_shards_claimed_total 4',
    'parley_shards_given_total 2',
    'parley_beats_unanswered_total 5',
    'parley_repaired_batches_total 6',
    'parley_digests_total 8',
    'parley_rooms_behind 3',
    'parley_rooms_wanted 12',
    'parley_rooms_untold 13',
    'parley_rooms_told 10',
    'parley_digest_heads 11',
  ])
    expect(before).toContain(`${line}\n`)

  reading = { ...READING, fanout: { ...READING.fanout, digests: 20, others: null } }
  const after = await metrics.text()
  expect(after).toContain('parley_digests_total 20\n')
  expect(after).toContain('parley_rooms_wanted 0\n')
})
