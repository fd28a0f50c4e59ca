import { expect, it } from 'vitest'
import { offer } from './offer.ts'

it('makes exactly the calls that were asked for, each once', async () => {
  const seen: number[] = []
  const { latenciesMs, failed } = await offer({ perSecond: 1_000, seconds: 0.05 }, async (index) =>
    seen.push(index),
  )
  expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index))
  expect([latenciesMs.length, failed]).toEqual([50, 0])
})

it('charges a stall to every call that was due meanwhile', async () => {
  const { latenciesMs } = await offer({ perSecond: 100, seconds: 0.1 }, async (index) => {
    if (index === 0) stall(200)
  })
  // the first was due at 0 ms and the last at 90: none was as short as a closed loop would show
  expect(Math.min(...latenciesMs)).toBeGreaterThanOrEqual(110)
})

it('waits for no answer before it makes the next call', async () => {
  let made = 0
  let allow = () => {}
  const answers = new Promise<void>((resolve) => {
    allow = resolve
  })
  const { latenciesMs } = await offer({ perSecond: 1_000, seconds: 0.01 }, () => {
    if (++made === 10) allow()
    return answers
  })
  expect(latenciesMs).toHaveLength(10)
})

it('counts failures apart and keeps the first reason', async () => {
  const call = async (index: number) => {
    if (index % 2) throw new Error(`no ${index}`)
  }
  const { latenciesMs, failed, why } = await offer({ perSecond: 1_000, seconds: 0.01 }, call)
  expect([latenciesMs.length, failed, why]).toEqual([5, 5, 'Error: no 1'])
})

it('ends early when it is told to', async () => {
  const stop = new AbortController()
  const { latenciesMs } = await offer({ perSecond: 100, seconds: 600, signal: stop.signal }, async () =>
    stop.abort(),
  )
  expect(latenciesMs.length).toBeLessThan(600)
})

/** Nothing else happens for so long. */
function stall(ms: number): void {
  const endsAt = performance.now() + ms
  while (performance.now() < endsAt);
}
