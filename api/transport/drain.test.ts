import { afterEach, expect, it } from 'vitest'
import { CLOSE_CODES } from '../../engine/protocol/close-codes.ts'
import { gates, openWorld, until, type World } from './testing.ts'

let world: World
afterEach(() => world.close())

it('tells sockets to reconnect, answers what is in flight, ends streams, then closes', async () => {
  world = await openWorld()
  const socket = await world.socket()
  const stream = await fetch(`${world.http}/never`)
  socket.send({ id: 1, method: 'mutation', params: { path: 'gate', input: 'drain' } })
  const letGo = await until('the call runs', () => gates.get('drain'))
  const drained = world.server.drain()
  await until('it is told', () => socket.heard.length === 1)
  expect(socket.heard[0]).toEqual({ id: null, method: 'reconnect' })
  expect(await stream.text()).toContain('event: connected')
  await expect(world.socket()).rejects.toThrow()
  letGo()
  await drained
  expect(await socket.closed).toBe(CLOSE_CODES.RESTARTING)
  expect(socket.heard[1]).toEqual({ id: 1, result: { type: 'data', data: 'drain' } })
})

it('sends sockets away one after another, and tells the others meanwhile', async () => {
  world = await openWorld()
  const [first, last] = [await world.socket(), await world.socket()]
  for (const socket of [first, last]) {
    socket.send({ id: 1, method: 'subscription', params: { path: 'room', input: { roomId: 'r' } } })
    await until('it follows', () => socket.heard.length === 1)
  }
  // an hour: the second turn never comes here
  void world.server.drain(3_600_000)
  await until('the first is told', () => first.heard.length === 2)
  world.commits('r', 'one')
  await until('the last hears on', () => last.heard.length === 2)
  first.send({ id: 2, method: 'mutation', params: { path: 'add', input: { a: 1, b: 2 } } })
  await until('the first is answered', () => first.heard.length === 3)
  expect(first.heard.slice(1)).toEqual([
    { id: null, method: 'reconnect' },
    { id: 2, result: { type: 'data', data: { sum: 3 } } },
  ])
  expect(last.heard[1].result.data.data[0].payload.text).toBe('one')
})

it('does not wait for ever', async () => {
  world = await openWorld({ limits: { drainMsMax: 50 } })
  const socket = await world.socket()
  socket.send({ id: 1, method: 'mutation', params: { path: 'gate', input: 'stuck' } })
  await until('the call runs', () => gates.get('stuck'))
  await world.server.drain()
  expect(await socket.closed).toBe(CLOSE_CODES.RESTARTING)
})

it('lets the unmodified client move to the next server and miss nothing', async () => {
  world = await openWorld()
  world.commits('r', 'one')
  let url = world.ws
  const seqs: number[] = []
  world
    .wsClient('ann', { url: () => url, retryDelayMs: () => 10 })
    .trpc.room.subscribe(
      { roomId: 'r', lastEventId: 'e1:0' },
      { onData: ({ data }) => seqs.push(...data.map(({ seq }) => seq)) },
    )
  await until('it follows', () => seqs.length === 1)
  const next = await openWorld({ rooms: world })
  url = next.ws
  world.commits('r', 'two')
  await world.server.drain()
  world.commits('r', 'three')
  await until('it has all', () => seqs.length === 3)
  expect(seqs).toEqual([1, 2, 3])
  await next.close()
})

it('tells nothing more to whom it has told to reconnect, for the next server will', async () => {
  world = await openWorld()
  world.commits('r', 'one')
  const socket = await world.socket()
  socket.send({
    id: 1,
    method: 'subscription',
    params: { path: 'room', input: { roomId: 'r', lastEventId: 'e1:0' } },
  })
  socket.send({ id: 2, method: 'mutation', params: { path: 'gate', input: 'silence' } })
  const letGo = await until('the call runs', () => gates.get('silence'))
  await until('it has begun and heard the past', () => socket.heard.length === 2)
  const drained = world.server.drain()
  world.commits('r', 'two')
  await until('it is told', () => socket.heard.length === 3)
  world.commits('r', 'three')
  letGo()
  await drained
  await socket.closed
  expect(socket.heard.slice(2)).toEqual([
    { id: null, method: 'reconnect' },
    { id: 2, result: { type: 'data', data: 'silence' } },
  ])
})
