/** `platformSuite`: what every network's adapter must do, told against its fake. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConnectedAccount, Order, Platform } from './contract.ts'
import type { Fake, Fault } from './fake-server.ts'

export interface PlatformWorld {
  readonly fake: Fake
  readonly platform: Platform
  /** Forgets what is public, and behaves. */
  reset(): void
  /** An order that the network takes, with another text each time; with media, prepared already, where it takes nothing else. */
  order(): Promise<Order>
  /** The same with one image or film, of which the network has nothing yet. */
  orderWithMedia(): Order
  /** How many times this is public. */
  publicTimes(order: Order): number
  /** Somebody says yes at the address of `authorizeUrl`: the code that they come back with. */
  consent(authorizeUrl: string): Promise<string>
  /** The tokens are not taken any more from now on; a refresh token still is, where there is one. */
  expireTokens(): void
  /** The person took the consent back. */
  revoke(): void
  /** No more posts in this window. */
  exhaust(): void
}

const REDIRECT_URI = 'https://parley.example/connected'
const VISITS_MAX = 20

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
      const order = await world.order()
      const { outcome, evidence } = await world.platform.publish(order)
      expect(outcome).toMatchObject({ is: 'ok', id: expect.any(String) })
      expect(evidence.request).toMatch(/^[0-9a-f]{64}$/)
      expect(world.publicTimes(order)).toBe(1)
    })

    for (const [fault, isDone] of LOST) {
      test(`an answer lost by ${fault} is ambiguous, and what became of it is found out`, async () => {
        const { platform } = world
        const order = await world.order()
        world.fake.faults.push(fault)
        const { outcome } = await platform.publish(order)
        expect(outcome.is).toBe('ambiguous')
        expect(world.publicTimes(order)).toBe(isDone ? 1 : 0)
        const looked = await platform.reconcile(order)
        // where only a repetition tells, it makes public what was not
        const evidence = platform.evidenceOf(order.credential.accountRef)
        const isThere = isDone || evidence === 'duplicateAnswer'
        expect(looked.outcome.is).toBe(isThere ? 'ok' : 'absent')
        expect(world.publicTimes(order)).toBe(isThere ? 1 : 0)
      })
    }

    test('makes at most one call that could make it public in a visit', async () => {
      const order = await world.order()
      world.fake.faults.push('errorAfter', 'errorAfter', 'errorAfter')
      await world.platform.publish(order)
      expect(world.fake.faults).toHaveLength(2)
    })

    test('a token that is not taken is said to be one to refresh', async () => {
      const order = await world.order()
      world.expireTokens()
      expect((await world.platform.publish(order)).outcome.is).toBe('authRefresh')
      expect(world.publicTimes(order)).toBe(0)
    })

    test('a limit says when it is over', async () => {
      const order = await world.order()
      world.exhaust()
      const { outcome } = await world.platform.publish(order)
      expect(outcome).toMatchObject({ is: 'throttled', retryAt: expect.stringMatching(/Z$/) })
      expect(world.publicTimes(order)).toBe(0)
    })

    test('a network that cannot be reached has done nothing', async () => {
      const elsewhere = await open()
      const order = await elsewhere.order()
      await elsewhere.fake.stop()
      expect((await elsewhere.platform.publish(order)).outcome.is).toBe('failed')
    })

    test('media are brought there in as many visits as it takes, and then it is published once', async () => {
      const order = await prepared(world, world.orderWithMedia())
      expect((await world.platform.publish(order)).outcome.is).toBe('ok')
      expect(world.publicTimes(order)).toBe(1)
    })

    test('what is prepared again after a crash, with or without what was known of it, is published once', async () => {
      const first = world.orderWithMedia()
      await world.platform.prepare(first)
      const again = await prepared(world, first)
      expect((await world.platform.publish(again)).outcome.is).toBe('ok')
      expect(world.publicTimes(again)).toBe(1)
    })

    test('a look before its time changes nothing and finds nothing in the way', async () => {
      const order = await world.order()
      expect((await world.platform.rehearse(order)).outcome.is).toBe('ready')
      expect(world.publicTimes(order)).toBe(0)
    })

    test('a person connects an account, which then publishes', async () => {
      const { credential } = await connected(world)
      const order = await world.order()
      expect((await world.platform.publish({ ...order, credential })).outcome.is).toBe('ok')
    })

    test('a code is good once', async () => {
      const { code, verifier } = await consented(world)
      await world.platform.connect({ code, redirectUri: REDIRECT_URI, verifier })
      const second = await world.platform.connect({ code, redirectUri: REDIRECT_URI, verifier })
      expect(second.is).toBe('rejected')
    })

    test('a consent that was taken back is a dead account', async () => {
      const { credential } = await connected(world)
      world.revoke()
      expect((await world.platform.refresh(credential)).is).toBe('authDead')
    })

    test('a refresh that nobody answers kills no account', async () => {
      const { credential } = await connected(world)
      const elsewhere = await open()
      await elsewhere.fake.stop()
      expect((await elsewhere.platform.refresh(credential)).is).toBe('failed')
    })

    test('tells how a published post does', async () => {
      const order = await world.order()
      const { outcome } = await world.platform.publish(order)
      const id = outcome.is === 'ok' ? outcome.id : ''
      const measured = await world.platform.measure(order.credential, [id])
      expect(measured.is).toBe('ok')
    })

    test('what is taken back is gone, and taking it back again finds nothing', async () => {
      const { remove } = world.platform
      if (remove === null) return
      const order = await world.order()
      const { outcome } = await world.platform.publish(order)
      const id = outcome.is === 'ok' ? outcome.id : ''
      expect((await remove(order.credential, id)).is).toBe('ok')
      expect(world.publicTimes(order)).toBe(0)
      expect((await remove(order.credential, id)).is).toBe('absent')
    })
  })
}

/** Visits until everything is there, as a worker makes them. */
async function prepared({ platform }: PlatformWorld, order: Order): Promise<Order> {
  let keys = order.keys
  for (let visit = 0; visit < VISITS_MAX; visit++) {
    const { outcome } = await platform.prepare({ ...order, keys })
    if (outcome.is !== 'stored' && outcome.is !== 'ready') throw new Error(`preparing ended as ${outcome.is}`)
    keys = { ...keys, ...outcome.keys }
    if (outcome.is === 'ready') return { ...order, keys }
  }
  throw new Error(`not prepared after ${VISITS_MAX} visits`)
}

async function consented(world: PlatformWorld) {
  const verifier = 'v'.repeat(64)
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const state = 'a state of ours'
  const code = await world.consent(
    world.platform.authorizeUrl({ redirectUri: REDIRECT_URI, state, challenge }),
  )
  return { code, verifier }
}

async function connected(world: PlatformWorld): Promise<ConnectedAccount> {
  const { code, verifier } = await consented(world)
  const answer = await world.platform.connect({ code, redirectUri: REDIRECT_URI, verifier })
  if (answer.is !== 'ok') throw new Error(`connecting ended as ${JSON.stringify(answer)}`)
  return answer.accounts[0] as ConnectedAccount
}
