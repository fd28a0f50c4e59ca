import { afterAll, beforeAll, expect, test } from 'vitest'
import { SHARD_COUNT } from '../../engine/kernel/shard.ts'
import { PASSWORD, type Parley, refusal, withParley } from '../testing.ts'

let parley: Parley

beforeAll(async () => {
  parley = await withParley({ operators: ['olga@example.org'] })
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
  const { members, owners, ...rest } = await olga.cluster.status()
  expect(rest).toMatchObject({
    nodeId: expect.toBeOneOf(members.map(({ nodeId }) => nodeId)),
    epoch: parley.node.store.epoch,
    unowned: 0,
    isBusConnected: members.length > 1 ? true : null,
    deeds: { tookOver: 0, unanswered: 0 },
  })
  expect(owners).toHaveLength(SHARD_COUNT)
  for (const { nodeId, status, shards, termMax } of members) {
    expect(status).toBe('up')
    expect(shards).toBe(owners.filter((owner) => owner?.nodeId === nodeId).length)
    expect(termMax).toBeGreaterThan(0)
  }
})

test('everybody else is refused, and can know it before', async () => {
  const ann = await signUp('olga@example.org.example.com')
  expect(await ann.cluster.mayOperate()).toEqual({ mayOperate: false })
  expect(await refusal(ann.cluster.status())).toBe('NOT_AN_OPERATOR')
})
