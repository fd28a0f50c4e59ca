/** `subscribe`: opens a subscription on a socket; feeds go native, any other iterable is read one value at a time. */
import { isTrackedEnvelope } from '@trpc/server'
import { Lru } from '../../engine/kernel/lru.ts'
import { type FeedPlan, type Following, type Outlet, type Piece, planOf } from '../live.ts'
import { cork, isReady, send, whenReady } from './backpressure.ts'
import { type Asked, call, called, errorOf, isAsyncIterable, logFault } from './call.ts'
import type { Door } from './door.ts'
import { frameHead, frameTail, type RequestId } from './frames.ts'
import { isClosed, type Socket, type Subscription } from './socket.ts'
import { plainCtx, SocketCtx } from './socket-ctx.ts'

/**
 * A subscription of a socket, from its first frame to its last: one record, and what few ask of it is made when they do.
 * An abort signal takes 700 bytes with its listener, a context 60, and an idle socket needs neither.
 */
class Opening implements Subscription {
  readonly door: Door
  readonly socket: Socket
  readonly id: RequestId
  /** Without its input once it has begun: an idle socket need not keep it. */
  asked: Asked
  readonly startedMs = performance.now()
  isStopped = false
  /** Its number among the calls of the socket. */
  readonly #call: number
  #source: Subscription | null = null
  #abort: AbortController | null = null

  constructor(door: Door, socket: Socket, id: RequestId, asked: Asked) {
    this.door = door
    this.socket = socket
    this.id = id
    this.asked = asked
    this.#call = ++socket.callsMade
  }

  get ctx(): SocketCtx {
    return new SocketCtx(this.door, this.socket, this.#call, this)
  }

  /** For procedures that want one. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController()
    if (this.isStopped) this.#abort.abort()
    return this.#abort.signal
  }

  /** Has `source`, where its values come from, stopped with it, which it is not yet. */
  reads(source: Subscription): void {
    this.#source = source
  }

  /** Ends it, once. */
  stop(): void {
    if (this.isStopped) return
    this.isStopped = true
    this.#abort?.abort()
    this.#source?.stop()
  }
}

/** Registers the id at once, so that a stop or a close finds it; resolves when it is open or refused. */
export async function subscribe(door: Door, socket: Socket, id: RequestId, asked: Asked): Promise<void> {
  if (socket.isSentAway) return
  const opening = new Opening(door, socket, id, asked)
  socket.subscriptions.set(id, opening)
  await socket.opened
  try {
    door.rates.check(socket.session?.userId ?? socket.address, door.node.clock.now())
    const result = opening.isStopped ? null : await run(opening)
    const plan = planOf(result)
    if (opening.isStopped) finish(opening, null)
    else if (plan !== null) openFeed(opening, plan)
    else if (isAsyncIterable(result)) void readAll(opening, result)
    else throw new Error(`subscription ${asked.path} returned no async iterable`)
  } catch (error) {
    finish(opening, error)
  }
}

/** What the procedure returns. */
function run({ door, asked, ctx }: Opening): unknown {
  const direct = door.directs.get(asked.path)
  if (direct?.type === asked.type) return direct.run(ctx, asked.path, asked.input)
  return call(door, asked, plainCtx(ctx))
}

function begin(opening: Opening): void {
  const { door, socket, id, asked, startedMs } = opening
  opening.asked = withoutInput(asked)
  send(socket, resultFrame(id, { type: 'started' }))
  called(door, opening.ctx, asked.path, startedMs, null)
}

const forgotten = new Lru<string, Asked>(1_000)

/** One record for all subscriptions of a path. */
function withoutInput({ path, type }: Asked): Asked {
  const known = forgotten.get(path) ?? { path, type, input: undefined }
  forgotten.set(path, known)
  return known
}

/** Frees the id and tells the client how it ended: with an error, or `stopped`. The first time counts. */
function finish(opening: Opening, error: unknown): void {
  const { door, socket, id, asked, startedMs } = opening
  if (!socket.subscriptions.delete(id) || isClosed(socket)) return
  opening.stop()
  if (error === null) {
    send(socket, resultFrame(id, { type: 'stopped' }))
    return
  }
  const { ctx } = opening
  logFault(door, error, { requestId: ctx.requestId, procedure: asked.path })
  const shape = errorOf(door, error, { ...asked, ctx })
  send(socket, JSON.stringify({ id, error: shape }))
  called(door, ctx, asked.path, startedMs, shape.data.reason)
}

function openFeed(opening: Opening, plan: FeedPlan): void {
  const outlet = new FeedOutlet(opening, plan.shape)
  outlet.following = opening.door.live.follow(plan, outlet)
  opening.reads(outlet)
}

/** Where a feed of a socket goes. A class: nine closures a subscription would be 700 bytes of every idle socket. */
class FeedOutlet implements Outlet, FeedTopic, Subscription {
  following: Following | null = null
  readonly #opening: Opening
  readonly #shape: FeedPlan['shape']
  readonly key: string

  constructor(opening: Opening, shape: FeedPlan['shape']) {
    this.#opening = opening
    this.#shape = shape
    this.key = keyOf(opening.id)
  }

  get topic(): FeedTopic {
    return this
  }

  join(topic: string): void {
    this.#opening.socket.ws?.subscribe(topic)
  }

  part(topic: string): void {
    this.#opening.socket.ws?.unsubscribe(topic)
  }

  begin(): void {
    begin(this.#opening)
  }

  deliver(roomId: string, piece: Piece): void {
    send(this.#opening.socket, frameHead(this.key) + frameTail(this.#shape, roomId, piece))
  }

  together(deliver: () => void): void {
    cork(this.#opening.socket, deliver)
  }

  ready(): boolean {
    return isReady(this.#opening.socket, this.#opening.door.limits)
  }

  whenReady(): Promise<void> {
    return whenReady(this.#opening.socket, this.#opening.door.limits)
  }

  end(error: unknown): void {
    finish(this.#opening, error)
  }

  stop(): void {
    this.following?.stop()
    finish(this.#opening, null)
  }
}

type FeedTopic = NonNullable<Outlet['topic']>

/** Ids of clients are few: small numbers, and the one word of our link. Their JSON is one string for all. */
const keys = new Lru<RequestId, string>(1_000)

function keyOf(id: RequestId): string {
  const known = keys.get(id)
  if (known !== undefined) return known
  const key = JSON.stringify(id)
  keys.set(id, key)
  return key
}

/** The general path: one frame a value, no faster than the client reads. */
async function readAll(opening: Opening, iterable: AsyncIterable<unknown>): Promise<void> {
  const { door, socket, id } = opening
  begin(opening)
  const iterator = iterable[Symbol.asyncIterator]()
  opening.reads({
    stop() {
      finish(opening, null)
      // An iterator that is waiting answers only when it has what it waits for; it was given the signal too.
      void Promise.resolve(iterator.return?.()).catch((error: unknown) => logFault(door, error, { id }))
    },
  })
  try {
    while (!opening.isStopped) {
      const next = await iterator.next()
      if (opening.isStopped) return
      if (next.done) {
        finish(opening, null)
        return
      }
      send(socket, dataFrame(id, next.value))
      await whenReady(socket, door.limits)
    }
  } catch (error) {
    if (!opening.isStopped) finish(opening, error)
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
