/** `subscribe`: opens a subscription on a socket; feeds go native, any other iterable is read one value at a time. */
import { isTrackedEnvelope } from '@trpc/server'
import type { Ctx } from '../context.ts'
import { type FeedPlan, type Outlet, planOf } from '../live.ts'
import { isReady, send, whenReady } from './backpressure.ts'
import { type Asked, call, called, errorOf, isAsyncIterable, logFault } from './call.ts'
import type { Door } from './door.ts'
import { frameHead, frameTail, type RequestId } from './frames.ts'
import { isClosed, type Socket } from './socket.ts'

/** A subscription while it is open: everything its steps need. */
interface Opening {
  readonly door: Door
  readonly socket: Socket
  readonly id: RequestId
  readonly asked: Asked
  readonly ctx: Ctx
  readonly abort: AbortController
  readonly startedMs: number
}

/** Registers the id at once, so that a stop or a close finds it; resolves when it is open or refused. */
export async function subscribe(
  door: Door,
  socket: Socket,
  id: RequestId,
  asked: Asked,
  ctxOf: (signal: AbortSignal) => Ctx,
): Promise<void> {
  const startedMs = performance.now()
  const abort = new AbortController()
  socket.subscriptions.set(id, { stop: () => abort.abort() })
  await socket.opened
  const ctx = ctxOf(abort.signal)
  const opening: Opening = { door, socket, id, asked, ctx, abort, startedMs }
  try {
    door.rates.check(ctx.session?.userId ?? ctx.address, door.node.clock.now())
    const result = abort.signal.aborted ? null : await call(door, asked, ctx)
    const plan = planOf(result)
    if (abort.signal.aborted) finish(opening, null)
    else if (plan !== null) openFeed(opening, plan)
    else if (isAsyncIterable(result)) void readAll(opening, result)
    else throw new Error(`subscription ${asked.path} returned no async iterable`)
  } catch (error) {
    finish(opening, error)
  }
}

function begin({ door, socket, id, asked, ctx, startedMs }: Opening): void {
  send(socket, resultFrame(id, { type: 'started' }))
  called(door, ctx, asked.path, startedMs, null)
}

/** Frees the id and tells the client how it ended: with an error, or `stopped`. The first time counts. */
function finish({ door, socket, id, asked, ctx, abort, startedMs }: Opening, error: unknown): void {
  if (!socket.subscriptions.delete(id) || isClosed(socket)) return
  if (!abort.signal.aborted) abort.abort()
  if (error === null) {
    send(socket, resultFrame(id, { type: 'stopped' }))
    return
  }
  logFault(door, error, { requestId: ctx.requestId, procedure: asked.path })
  const shape = errorOf(door, error, { ...asked, ctx })
  send(socket, JSON.stringify({ id, error: shape }))
  called(door, ctx, asked.path, startedMs, shape.data.reason)
}

function openFeed(opening: Opening, plan: FeedPlan): void {
  const { door, socket, id, abort } = opening
  const key = JSON.stringify(id)
  const head = frameHead(key)
  const outlet: Outlet = {
    begin: () => begin(opening),
    deliver: (roomId, piece) => send(socket, head + frameTail(plan.shape, roomId, piece)),
    ready: () => isReady(socket, door.limits),
    whenReady: () => whenReady(socket, door.limits),
    end: (error) => finish(opening, error),
    topic: {
      key,
      join: (topic) => void socket.ws?.subscribe(topic),
      part: (topic) => void socket.ws?.unsubscribe(topic),
    },
  }
  const stop = door.live.follow(plan, outlet)
  abort.signal.addEventListener('abort', () => {
    stop()
    finish(opening, null)
  })
}

/** The general path: one frame a value, no faster than the client reads. */
async function readAll(opening: Opening, iterable: AsyncIterable<unknown>): Promise<void> {
  const { door, socket, id, abort } = opening
  begin(opening)
  const iterator = iterable[Symbol.asyncIterator]()
  abort.signal.addEventListener('abort', () => {
    finish(opening, null)
    // An iterator that is waiting answers only when it has what it waits for; it was given the signal too.
    void Promise.resolve(iterator.return?.()).catch((error: unknown) => logFault(door, error, { id }))
  })
  try {
    while (!abort.signal.aborted) {
      const next = await iterator.next()
      if (abort.signal.aborted) return
      if (next.done) {
        finish(opening, null)
        return
      }
      send(socket, dataFrame(id, next.value))
      await whenReady(socket, door.limits)
    }
  } catch (error) {
    if (!abort.signal.aborted) finish(opening, error)
  }
}

function dataFrame(id: RequestId, value: unknown): string {
  if (!isTrackedEnvelope(value)) return resultFrame(id, { type: 'data', data: value })
  const [eventId, data] = value
  return resultFrame(id, { type: 'data', id: eventId, data: { id: eventId, data } })
}

export function resultFrame(id: RequestId, result: object): string {
  return JSON.stringify({ id, result })
}
