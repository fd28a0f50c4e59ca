import { httpSubscriptionLink, type TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FetchEventSource } from './fetch-event-source.ts'
import { openWorld, until, type World } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

function client(token?: string) {
  return world.client(
    httpSubscriptionLink({
      url: world.http,
      EventSource: FetchEventSource,
      ...(token !== undefined && { connectionParams: { token } }),
    }),
  )
}

describe('subscriptions over SSE, by the unmodified client', () => {
  it('streams what a generator yields, tracked, and completes', async () => {
    const got: unknown[] = []
    await new Promise<void>((resolve, reject) =>
      client().count.subscribe(
        { to: 3 },
        { onData: (data) => got.push(data), onComplete: resolve, onError: reject },
      ),
    )
    expect(got).toEqual([1, 2, 3].map((n) => ({ id: String(n), data: n })))
  })

  it('follows a room, and comes back to where it was when the line breaks', async () => {
    world.commits('r', 'one')
    const seqs: number[] = []
    const following = client('ann').room.subscribe(
      { roomId: 'r', lastEventId: 'e1:0' },
      { onData: ({ data }) => seqs.push(...data.map(({ seq }) => seq)) },
    )
    await until('one came', () => seqs.length === 1)
    world.commits('r', 'two')
    await until('two came', () => seqs.length === 2)
    for (const source of FetchEventSource.open) source.breakLine()
    world.commits('r', 'while away')
    world.commits('r', 'again')
    await until('four came', () => seqs.length === 4)
    expect(seqs).toEqual([1, 2, 3, 4])
    following.unsubscribe()
  })

  it('ends for whoever leaves the room', async () => {
    world.commits('r', 'one')
    const seqs: number[] = []
    let isOver = false
    client('bob').room.subscribe(
      { roomId: 'r', lastEventId: 'e1:0' },
      {
        onData: ({ data }) => seqs.push(...data.map(({ seq }) => seq)),
        onComplete: () => {
          isOver = true
        },
      },
    )
    await until('one came', () => seqs.length === 1)
    world.leaves('r', 'bob')
    await until('it is over', () => isOver)
    expect(seqs).toEqual([1, 2])
  })

  it('gives a refusal its one shape', async () => {
    const error = await new Promise<TRPCClientError<never>>((resolve) =>
      client('stranger').room.subscribe(
        { roomId: 'r' },
        { onError: (error) => resolve(error as TRPCClientError<never>) },
      ),
    )
    expect(error.data).toMatchObject({ reason: 'NOT_A_MEMBER', httpStatus: 403, path: 'room' })
  })

  it('is closed when its session ends', async () => {
    const stream = await fetch(`${world.http}/never`, { headers: { authorization: 'Bearer bob' } })
    const { trpc } = world.wsClient('ann')
    await trpc.signOut.mutate('bob')
    expect(await stream.text()).toContain('event: connected')
  })
})
