import { expect, test } from 'vitest'
import { makeMetrics } from './metrics.ts'

test('everything an operator watches is on the page', async () => {
  const metrics = makeMetrics()
  metrics.runtime.committed(12, 3, 0.004)
  metrics.runtime.refused('NOT_A_MEMBER')
  metrics.runtime.resident(7)
  metrics.runtime.waiting(2)
  metrics.cluster.forwarded('ok', 0.002)
  metrics.cluster.redirected()
  metrics.cluster.waiting(4)
  metrics.cluster.bus(false)
  metrics.cluster.bus(true)
  metrics.sockets.inc({ transport: 'ws' })
  metrics.deliveries.inc(500)
  metrics.dropped.inc()
  metrics.called('messages.send', 'ws', 'ok', 0.003)

  const page = await metrics.text()
  for (const line of [
    'parley_commit_events_sum 12',
    'parley_commit_rooms_sum 3',
    'parley_commit_seconds_count 1',
    'parley_refusals_total{reason="NOT_A_MEMBER"} 1',
    'parley_resident_rooms 7',
    'parley_mailbox_depth 2',
    'parley_forwarded_seconds_count{outcome="ok"} 1',
    'parley_redirects_total 1',
    'parley_forward_waiting 4',
    'parley_bus_connected 1',
    'parley_bus_losses_total 1',
    'parley_sockets{transport="ws"} 1',
    'parley_deliveries_total 500',
    'parley_dropped_sockets_total 1',
    'parley_call_seconds_count{procedure="messages.send",transport="ws",outcome="ok"} 1',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(page).toContain(line)
  }
})

test('two nodes in one process count apart', async () => {
  const [one, other] = [makeMetrics(), makeMetrics()]
  one.deliveries.inc(3)
  expect(await other.text()).toContain('parley_deliveries_total 0')
})
