import { expect, test } from 'vitest'
import { unasked } from './answer.ts'
import { type Carrying, carry, type Facts, factsOf, type Leg } from './carry.ts'
import type { MediaRef, Order } from './contract.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const AT = '2026-11-21T12:01:00.000Z'

/** A network that takes 10 bytes a call, and stops where it is told to. */
function carrying(stop: Leg | null = null, atLeg = -1): Carrying & { readonly seen: Facts[] } {
  const seen: Facts[] = []
  return {
    seen,
    bytesPerVisit: 40,
    now: () => NOW,
    async leg(_order, medium, facts) {
      if (seen.push(facts) - 1 === atLeg && stop) return stop
      const sent = Number(facts.sent ?? 0)
      if (sent >= medium.bytes) return { is: 'done', facts: {} }
      return { is: 'on', facts: { sent: String(sent + 10) }, bytes: 10 }
    },
  }
}

function orderOf(sizes: readonly number[], keys: Order['keys'] = {}): Order {
  const media = sizes.map((bytes) => ({ bytes })) as unknown as readonly MediaRef[]
  return { media, keys } as unknown as Order
}

test('a visit carries as much as it may, and the next goes on from there', async () => {
  const first = await carry(carrying(), orderOf([30, 30]))
  expect(first.outcome).toEqual({
    is: 'stored',
    keys: { 'media.0.sent': '30', 'media.1.sent': '10' },
    retryAt: new Date(NOW).toISOString(),
  })
  const keys = first.outcome.is === 'stored' ? first.outcome.keys : {}
  const second = await carry(carrying(), orderOf([30, 30], keys))
  expect(second.outcome).toEqual({ is: 'ready', keys: { 'media.1.sent': '30' } })
})

test('what failed after something was carried keeps it', async () => {
  const failed = unasked({ is: 'failed', why: 'ECONNRESET', retryAt: AT }, 'nothing')
  const stop: Leg = { is: 'stopped', facts: {}, answer: failed }
  const { outcome } = await carry(carrying(stop, 2), orderOf([30]))
  expect(outcome).toEqual({ is: 'stored', keys: { 'media.0.sent': '20' }, retryAt: AT })
  expect((await carry(carrying(stop, 0), orderOf([30]))).outcome.is).toBe('failed')
})

test('a refusal is a refusal, whatever was carried before', async () => {
  const refused = unasked({ is: 'rejected', code: '400', message: 'no' }, 'nothing')
  const { outcome } = await carry(carrying({ is: 'stopped', facts: {}, answer: refused }, 2), orderOf([30]))
  expect(outcome.is).toBe('rejected')
})

test('an empty word is forgotten', () => {
  expect(factsOf({ 'media.1.id': 'a', 'media.1.sent': '', 'media.10.id': 'b' }, 1)).toEqual({ id: 'a' })
})

test('what the network works on does not keep the others waiting', async () => {
  const works = unasked({ is: 'stored', keys: {}, retryAt: AT }, 'it works on it')
  const network = carrying({ is: 'stopped', facts: { sent: '10' }, answer: works }, 0)
  const { outcome } = await carry(network, orderOf([30, 10]))
  expect(outcome).toEqual({ is: 'stored', keys: { 'media.0.sent': '10', 'media.1.sent': '10' }, retryAt: AT })
})
