import { afterAll, beforeAll, expect, test } from 'vitest'
import { SHARD_COUNT } from '../../engine/kernel/shard.ts'
import { PASSWORD, type Parley, refusal, withParley } from '../testing.ts'

let parley: Parley

beforeAll(async () => {
  parley = await withParley({ operators: ['olga@example.org'], nodeId: 'only' })
})
afterAll(() => parley.stop())

async function signUp(email: string) {
  const { accessToken } = await (await parley.as()).auth.signUp({
    email,
    password: PASSWORD,
    name: 'Somebody',
  })
  return parley.as({ token: accessToken })
}

test('an operator sees how the cluster stands, also where one node is all of it', async () => {
  const olga = await signUp('Olga@example.org')
  expect(await olga.cluster.mayOperate()).toEqual({ mayOperate: true })
  const status = await olga.cluster.status()
  expect(status).toMatchObject({
    nodeId: 'only',
    epoch: parley.node.store.epoch,
    members: [{ nodeId: 'only', status: 'up', address: null, shards: SHARD_COUNT, termMax: 1 }],
    unowned: 0,
    isBusConnected: null,
    deeds: { tookOver: 0, claimed: SHARD_COUNT, given: 0, unanswered: 0 },
  })
  expect(status.owners).toHaveLength(SHARD_COUNT)
  expect(new Set(status.owners.map((owner) => owner?.nodeId))).toEqual(new Set(['only']))
})

test('everybody else is refused, and can know it before', async () => {
  const ann = await signUp('olga@example.org.example.com')
  expect(await ann.cluster.mayOperate()).toEqual({ mayOperate: false })
  expect(await refusal(ann.cluster.status())).toBe('NOT_AN_OPERATOR')
})
