/** `mediumOf`, `prepared`, `published`: what stories about any network are told with. */
import fc from 'fast-check'
import { afterEach, expect } from 'vitest'
import type { Answered, MediaRef, Order, Platform } from './contract.ts'
import type { Fake } from './fake-server.ts'
import type { PlatformWorld } from './platform-suite.ts'

const PIECE_BYTES = 50_000

/** A file of `bytes` bytes. */
export function mediumOf(type: string, bytes: number, altText: string | null = null): MediaRef {
  const all = Buffer.alloc(bytes, type)
  return {
    id: 'medium',
    type,
    bytes,
    altText,
    width: null,
    height: null,
    durationMs: null,
    url: 'https://parley.example/media/medium',
    async *read(from) {
      for (let at = from; at < bytes; at += PIECE_BYTES) yield all.subarray(at, at + PIECE_BYTES)
    },
  }
}

/** Visits until everything is there, as a worker makes them. */
export function prepared(platform: Platform, order: Order): Promise<Order> {
  return preparedWithLosses(platform, order, [])
}

/** As `prepared`, but what is found out in the visits of these numbers is lost, as when a worker dies. */
export async function preparedWithLosses(
  platform: Platform,
  order: Order,
  lost: readonly number[],
): Promise<Order> {
  for (let keys = order.keys, visit = 0; ; visit++) {
    const { outcome } = await platform.prepare({ ...order, keys })
    if (outcome.is !== 'stored' && outcome.is !== 'ready') throw new Error(`preparing ended as ${outcome.is}`)
    if (lost.includes(visit)) continue
    keys = { ...keys, ...outcome.keys }
    if (outcome.is === 'ready') return { ...order, keys }
  }
}

/** The id under which it is public. */
export async function published(platform: Platform, order: Order): Promise<string> {
  const { outcome } = await platform.publish(order)
  if (outcome.is !== 'ok') throw new Error(`publishing ended as ${JSON.stringify(outcome)}`)
  return outcome.id
}

const VISITS_MAX = 50

/** Publishes and looks, as a post's room has it done, until nothing is open any more: what became of it. */
export async function decided(platform: Platform, order: Order): Promise<Answered['outcome']> {
  let { outcome } = await platform.publish(order)
  for (let visit = 0; visit < VISITS_MAX; visit++) {
    if (outcome.is === 'ambiguous') outcome = (await platform.reconcile(order)).outcome
    else if (outcome.is === 'absent' || outcome.is === 'failed')
      outcome = (await platform.publish(order)).outcome
    else return outcome
  }
  throw new Error(`undecided after ${VISITS_MAX} visits`)
}

/** Ways to lose answers that take no time. */
export const QUICK_FAULTS = [null, 'dropBefore', 'dropAfter', 'errorAfter'] as const

/** Says yes at the address, as a browser would, and comes back with the code. */
export async function consent(authorizeUrl: string): Promise<string> {
  const { headers } = await fetch(authorizeUrl, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? ''
}

export const REDIRECT_URI = 'https://parley.example/connected'

/** Opens a world for one test, which ends with it. */
export function worldsOf<Asked extends readonly unknown[], World extends { readonly fake: Fake }>(
  open: (...asked: Asked) => Promise<World>,
): (...asked: Asked) => Promise<World> {
  const fakes: Fake[] = []
  afterEach(async () => {
    await Promise.all(fakes.splice(0).map((fake) => fake.stop()))
  })
  return async (...asked) => {
    const world = await open(...asked)
    fakes.push(world.fake)
    return world
  }
}

/** Fails when an order of `world` is not public once after all, whatever of it was lost and how often. */
export async function expectPublicOnce({
  platform,
  fake,
  reset,
  order,
  publicTimes,
}: PlatformWorld): Promise<void> {
  const losses = fc.array(fc.constantFrom(...QUICK_FAULTS), { maxLength: 6 })
  const once = fc.asyncProperty(losses, async (lost) => {
    reset()
    const asked = await order()
    fake.faults.push(...lost)
    expect((await decided(platform, asked)).is).toBe('ok')
    expect(publicTimes(asked)).toBe(1)
  })
  await fc.assert(once, { numRuns: 50 })
}
