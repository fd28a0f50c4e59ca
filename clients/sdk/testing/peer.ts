/** A small tRPC server by tRPC itself, so that our link is tested against another's idea of the protocol. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { type WebSocket as PeerSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import { ERRORS, Refusal } from '../../../engine/protocol/errors.ts'

const t = initTRPC.context<{ token: string | null }>().create({
  errorFormatter({ shape, error }) {
    const reason = error.cause instanceof Refusal ? error.cause.reason : 'INTERNAL'
    return { ...shape, data: { ...shape.data, httpStatus: ERRORS[reason].status, reason } }
  },
})

/** Answers are held here until a test lets them go. */
const held = new Map<string, () => void>()
const added: number[] = []

const peerRouter = t.router({
  echo: t.procedure.input(z.string()).query(({ input }) => input),
  whoami: t.procedure.query(({ ctx }) => ctx.token),
  hold: t.procedure.input(z.string()).query(
    ({ input }) =>
      new Promise<string>((resolve) => {
        held.set(input, () => resolve(input))
      }),
  ),
  add: t.procedure.input(z.number()).mutation(({ input }) => added.push(input)),
  addAndHold: t.procedure.input(z.number()).mutation(async ({ input }) => {
    added.push(input)
    await new Promise<void>((resolve) => held.set(`add ${input}`, resolve))
    return added.length
  }),
  refuse: t.procedure.query(() => {
    throw new Refusal('NOT_A_MEMBER')
  }),
  needsNewToken: t.procedure.query(({ ctx }) => {
    if (ctx.token === 'old') throw new Refusal('TOKEN_EXPIRED')
    return ctx.token
  }),
  sync: t.router({
    resume: t.procedure.input(z.unknown()).subscription(async function* ({ signal }) {
      yield 'live'
      await ended(signal)
    }),
  }),
  count: t.procedure
    .input(z.object({ lastEventId: z.string().nullish() }))
    .subscription(async function* (opts) {
      const from = Number(opts.input.lastEventId ?? 0)
      for (let next = from + 1; next <= from + 2; next++) yield tracked(String(next), next)
      await ended(opts.signal)
    }),
})

export type PeerRouter = typeof peerRouter

export interface Peer {
  readonly url: string
  readonly added: readonly number[]
  /** Frames received from clients, PING and PONG left out. */
  readonly frames: readonly string[]
  /** Sockets open now. */
  sockets(): readonly PeerSocket[]
  /** Lets the answer of `hold(name)` or `addAndHold(n)` ("add n") go; false when it is not there yet. */
  release(name: string): boolean
  /** Ends every connection at once, as a killed process does. */
  cut(): void
  /** Asks clients to come back on another connection, as a server about to stop does. */
  drain(): void
  /** Reads nothing and says nothing any more; the connections stay. */
  freeze(): void
  close(): Promise<void>
}

export async function startPeer(port = 0): Promise<Peer> {
  const http = createServer()
  const wss = new WebSocketServer({ server: http })
  const handler = applyWSSHandler({
    wss,
    router: peerRouter,
    createContext: ({ info }) => ({ token: info.connectionParams?.token ?? null }),
  })
  const frames: string[] = []
  added.length = 0
  wss.on('connection', (socket) => {
    socket.on('message', (data) => {
      const text = String(data)
      if (text !== 'PING' && text !== 'PONG' && !text.includes('connectionParams')) frames.push(text)
    })
  })
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of wss.clients) socket.terminate()
  }
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    added,
    frames,
    sockets: () => [...wss.clients],
    release(name) {
      const resolve = held.get(name)
      held.delete(name)
      resolve?.()
      return resolve !== undefined
    },
    cut,
    drain: () => handler.broadcastReconnectNotification(),
    freeze() {
      for (const socket of wss.clients) socket.pause()
    },
    async close() {
      cut()
      wss.close()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

function ended(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(), { once: true }))
}
