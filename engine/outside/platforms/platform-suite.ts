/** `platformSuite`: what every network's adapter must do, told against its fake. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Answered, Order } from './contract.ts'
import type { Fake, Fault } from './fake-server.ts'

export interface PlatformWorld {
  readonly fake: Fake
  /** Forgets what is public, and behaves. */
  reset(): void
  /** An order that the network takes, with another text each time. */
  order(): Order
  publish(order: Order): Promise<Answered>
  reconcile(order: Order): Promise<Answered>
  /** How many times this is public. */
  publicTimes(order: Order): number
  /** The token is not taken any more from now on. */
  expireTokens(): void
  /** No more posts in this window. */
  exhaust(): void
}

/** Whether the network did it, for each way in which its answer can be lost. */
const LOST: readonly (readonly [Fault, boolean])[] = [
  ['dropBefore', false],
  ['dropAfter', true],
  ['errorAfter', true],
  ['silentAfter', true],
]

export function platformSuite(name: string, open: () => Promise<PlatformWorld>): void {
  describe(name, () => {
    let world: PlatformWorld
    beforeAll(async () => {
      world = await open()
    })
    beforeEach(() => world.reset())
    afterAll(() => world.fake.stop())

    test('publishes once, and tells where', async () => {
      const order = world.order()
      const { outcome, evidence } = await world.publish(order)
      expect(outcome).toMatchObject({ is: 'ok', id: expect.any(String) })
      expect(evidence.request).toMatch(/^[0-9a-f]{64}$/)
      expect(world.publicTimes(order)).toBe(1)
    })

    for (const [fault, isDone] of LOST) {
      test(`an answer lost by ${fault} is ambiguous, and looking tells what became of it`, async () => {
        const order = world.order()
        world.fake.faults.push(fault)
        const { outcome } = await world.publish(order)
        expect(outcome.is).toBe('ambiguous')
        expect(world.publicTimes(order)).toBe(isDone ? 1 : 0)
        const looked = await world.reconcile(order)
        expect(looked.outcome.is).toBe(isDone ? 'ok' : 'absent')
        expect(world.publicTimes(order)).toBe(isDone ? 1 : 0)
      })
    }

    test('asks once a visit: nothing is repeated by itself', async () => {
      const before = world.fake.calls()
      world.fake.faults.push('errorAfter', 'errorAfter')
      await world.publish(world.order())
      expect(world.fake.calls() - before).toBe(1)
      world.fake.faults.length = 0
    })

    test('a token that is not taken is said to be one to refresh', async () => {
      const order = world.order()
      world.expireTokens()
      expect((await world.publish(order)).outcome.is).toBe('authRefresh')
      expect(world.publicTimes(order)).toBe(0)
    })

    test('a limit says when it is over', async () => {
      const order = world.order()
      world.exhaust()
      const { outcome } = await world.publish(order)
      expect(outcome).toMatchObject({ is: 'throttled', retryAt: expect.stringMatching(/Z$/) })
      expect(world.publicTimes(order)).toBe(0)
    })

    test('a network that cannot be reached has done nothing', async () => {
      const order = world.order()
      const elsewhere = await open()
      await elsewhere.fake.stop()
      expect((await elsewhere.publish(elsewhere.order())).outcome.is).toBe('failed')
      expect(world.publicTimes(order)).toBe(0)
    })
  })
}
