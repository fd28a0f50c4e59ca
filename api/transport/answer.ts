/** `answer`: runs a query or a mutation that came over a WebSocket, and sends its one answer. */
import type { TRPCProcedureType } from '@trpc/server'
import { send } from './backpressure.ts'
import { type Asked, call, called, errorOf, isAsyncIterable, logFault } from './call.ts'
import type { Direct } from './direct.ts'
import type { Door } from './door.ts'
import { answerFrame, errorFrame } from './frames.ts'
import type { Socket } from './socket.ts'
import { plainCtx, SocketCtx } from './socket-ctx.ts'

/** A call as it came. */
export interface Ask {
  /** JSON of the request id. */
  readonly key: string
  readonly method: TRPCProcedureType
  readonly path: string
  readonly input: unknown
}

/** A call while it runs. */
interface Running extends Ask {
  readonly door: Door
  readonly socket: Socket
  readonly ctx: SocketCtx
  readonly direct: Direct | undefined
  readonly startedMs: number
}

/** Answers in this turn when the procedure does, else as soon as all have that the same commit answers. */
export function answer(door: Door, socket: Socket, { key, method, path, input }: Ask, nowMs: number): void {
  const found = door.directs.get(path)
  const running: Running = {
    key,
    method,
    path,
    input,
    door,
    socket,
    ctx: new SocketCtx(door, socket, ++socket.callsMade),
    direct: found?.type === method ? found : undefined,
    startedMs: performance.now(),
  }
  socket.callsInFlight++
  door.inFlight++
  if (socket.state === 'opening') void socket.opened.then(() => run(running, door.node.clock.now()))
  else run(running, nowMs)
}

function run(running: Running, nowMs: number): void {
  try {
    const data = start(running, nowMs)
    if (data instanceof Promise) void later(running, data)
    else finish(running, frameOf(running, data), false)
  } catch (error) {
    finish(running, refusalFrameOf(running, error), false)
  }
}

/** The answer or a promise of it. */
function start({ door, socket, ctx, direct, path, method, input }: Running, nowMs: number): unknown {
  socket.personBucket ??= door.rates.bucketOf(socket.session?.userId ?? socket.address, nowMs)
  door.rates.checkBucket(socket.personBucket, nowMs)
  if (direct !== undefined) return direct.run(ctx, path, input)
  return call(door, askedOf({ path, method, input }), plainCtx(ctx))
}

async function later(running: Running, promise: Promise<unknown>): Promise<void> {
  let frame: string
  try {
    frame = frameOf(running, await promise)
  } catch (error) {
    frame = refusalFrameOf(running, error)
  }
  finish(running, frame, true)
}

function finish({ door, socket }: Running, frame: string, isLater: boolean): void {
  socket.callsInFlight--
  if (isLater) {
    door.outbox.add(socket, frame)
    return
  }
  send(socket, frame)
  door.inFlight--
}

function frameOf({ door, ctx, direct, key, path, startedMs }: Running, data: unknown): string {
  if (isAsyncIterable(data)) throw new Error(`${path} is no subscription but returned an async iterable`)
  const frame = answerFrame(key, data)
  called(door, ctx, path, startedMs, null, direct?.timer)
  return frame
}

function refusalFrameOf({ door, ctx, key, path, method, input, startedMs }: Running, error: unknown): string {
  logFault(door, error, { requestId: ctx.requestId, procedure: path })
  const shape = errorOf(door, error, { ...askedOf({ path, method, input }), ctx })
  called(door, ctx, path, startedMs, shape.data.reason)
  return errorFrame(key, shape)
}

function askedOf({ path, method, input }: Omit<Ask, 'key'>): Asked {
  return { path, type: method, input }
}
