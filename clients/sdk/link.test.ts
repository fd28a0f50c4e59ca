import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Clock } from '../../engine/kernel/clock.ts'
import { makeManualClock } from '../../engine/sim/manual-clock.ts'
import { type Calls, makeCalls } from './calls.ts'
import { reasonOf } from './refused.ts'
import { systemClock } from './system-clock.ts'
import { type Peer, type PeerRouter, startPeer } from './testing/peer.ts'
import { eventually } from './testing/settled.ts'

let peer: Peer
let calls: Calls<PeerRouter>
let token: string
const heard: string[] = []
const opened: Calls<PeerRouter>[] = []

function connect(clock: Clock = systemClock): Calls<PeerRouter> {
  const made = makeCalls<PeerRouter>({
    url: peer.url,
    organisationId: null,
    cookies: false,
    canRenew: true,
    WebSocket: globalThis.WebSocket,
    clock,
    random: () => 0,
    token: async () => token,
    refused() {
      heard.push('refused')
      token = 'new'
    },
    ended: () => heard.push('ended'),
    unable: () => null,
  })
  opened.push(made)
  made.connection.open()
  return made
}
const state = () => calls.connection.view.get().state

beforeEach(async () => {
  heard.length = 0
  token = 'old'
  peer = await startPeer()
  calls = connect()
  await eventually('live', () => state() === 'live')
})

afterEach(async () => {
  for (const each of opened.splice(0)) each.close()
  await peer.close()
})

describe('calls', () => {
  test('of one turn leave in one frame, and each gets its own answer', async () => {
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => calls.api.echo.query(text)))
    expect(answers).toEqual(['a', 'b', 'c'])
    expect(peer.frames).toHaveLength(1)
    expect(await calls.api.whoami.query()).toBe('old')
  })

  test('that are refused reject with the reason', async () => {
    const error = await calls.api.refuse.query().catch((thrown: unknown) => thrown)
    expect(reasonOf(error)).toBe('NOT_A_MEMBER')
  })

  test('made before there is a connection wait for it', async () => {
    const early = connect()
    expect(await early.api.echo.query('early')).toBe('early')
  })

  test('that only read are asked again after the connection was lost', async () => {
    const answer = calls.api.hold.query('twice')
    await eventually('the query arrived', () => peer.release('twice') || peer.frames.length > 0)
    const again = calls.api.hold.query('again')
    await eventually('the second arrived', () => peer.frames.length === 2)
    peer.cut()
    await eventually('it is asked again', () => peer.frames.length >= 3)
    await eventually('and answered', () => peer.release('again'))
    expect(await again).toBe('again')
    peer.release('twice')
    expect(await answer).toBe('twice')
  })

  test('that write fail with UNAVAILABLE when the connection is lost: nobody knows whether they were done', async () => {
    const failing = calls.api.addAndHold.mutate(1).catch((thrown: unknown) => thrown)
    await eventually('it arrived', () => peer.added.length === 1)
    peer.cut()
    expect(reasonOf(await failing)).toBe('UNAVAILABLE')
    await eventually('live again', () => state() === 'live')
    expect(peer.added).toEqual([1])
  })

  test('without an answer fail after their time', async () => {
    const clock = makeManualClock()
    const slow = connect(clock)
    const failing = slow.api.hold.query('for ever').catch((thrown: unknown) => thrown)
    clock.advance(15_000)
    expect(reasonOf(await failing)).toBe('UNAVAILABLE')
  })

  test('can be aborted', async () => {
    const abort = new AbortController()
    const failing = calls.api.hold.query('aborted', { signal: abort.signal })
    abort.abort()
    await expect(failing).rejects.toThrow()
  })

  test('refused for an old token are made again with a new one, on a new socket', async () => {
    expect(await calls.api.needsNewToken.query()).toBe('new')
    expect(heard).toEqual(['refused'])
  })
})

describe('subscriptions', () => {
  test('go on behind the last event they got, on whatever socket there is', async () => {
    const got: number[] = []
    const running = calls.api.count.subscribe({}, { onData: ({ data }) => got.push(data) })
    await eventually('two', () => got.length === 2)
    peer.cut()
    await eventually('four', () => got.length === 4)
    expect(got).toEqual([1, 2, 3, 4])
    running.unsubscribe()
  })

  test('of sync.resume have one id for all clients, also when they start again', async () => {
    for (let round = 0; round < 2; round++) {
      const got: unknown[] = []
      const running = calls.api.sync.resume.subscribe({}, { onData: (data) => got.push(data) })
      await eventually('live', () => got.length === 1)
      running.unsubscribe()
    }
    const ids = peer.frames
      .flatMap(
        (frame) => JSON.parse(frame) as { id: unknown; method: string } | { id: unknown; method: string }[],
      )
      .filter(({ method }) => method === 'subscription')
      .map(({ id }) => id)
    expect(ids).toEqual(['sync', 'sync'])
  })
})

describe('the connection', () => {
  test('comes back after it was cut', async () => {
    const states: string[] = []
    calls.connection.view.subscribe(() => states.push(state()))
    peer.cut()
    await eventually('live again', () => states.at(-1) === 'live')
    expect(states).toEqual(['waiting', 'connecting', 'live'])
    expect(peer.sockets()).toHaveLength(1)
  })

  test('waits while nobody answers and says until when', async () => {
    const port = Number(new URL(peer.url).port)
    const waits: (number | null)[] = []
    calls.connection.view.subscribe(() => {
      if (state() === 'waiting') waits.push(calls.connection.view.get().retryAt)
    })
    await peer.close()
    await eventually('it waits', () => waits.length > 0)
    expect(waits[0]).toBeTypeOf('number')
    peer = await startPeer(port)
    await eventually('live again', () => state() === 'live')
  })

  test('moves to another socket when the server drains, and the answer on its way still arrives', async () => {
    const states: string[] = []
    const answer = calls.api.hold.query('slow')
    await eventually('it arrived', () => peer.frames.length === 1)
    calls.connection.view.subscribe(() => states.push(state()))
    peer.drain()
    await eventually('a second socket', () => peer.sockets().length === 2)
    expect(await calls.api.echo.query('on the new one')).toBe('on the new one')
    peer.release('slow')
    expect(await answer).toBe('slow')
    await eventually('the first is closed', () => peer.sockets().length === 1)
    expect(states).toEqual([])
    expect(peer.frames).toHaveLength(2)
  })

  test('finds a half-open socket dead after twelve seconds of silence', async () => {
    const clock = makeManualClock()
    calls = connect(clock)
    await eventually('live', () => state() === 'live')
    peer.freeze()
    clock.advance(4_000)
    expect(state()).toBe('live')
    clock.advance(7_999)
    expect(state()).toBe('live')
    clock.advance(1)
    expect(state()).not.toBe('live')
  })

  test('gets a new token when the server closes for the old one, and stays away when the session is over', async () => {
    peer.sockets()[0]?.close(4100)
    await eventually('live with another token', () => token === 'new' && state() === 'live')
    expect(await calls.api.whoami.query()).toBe('new')
    peer.sockets()[0]?.close(4200)
    await eventually('idle', () => state() === 'idle')
    expect(heard).toEqual(['refused', 'ended'])
  })

  test('is closed for ever by close, and what waits fails', async () => {
    const failing = calls.api.hold.query('never').catch((thrown: unknown) => thrown)
    calls.close()
    expect(reasonOf(await failing)).toBe('UNAVAILABLE')
    expect(state()).toBe('closed')
    calls.connection.open()
    expect(state()).toBe('closed')
    await eventually('no socket is left', () => peer.sockets().length === 0)
  })
})
