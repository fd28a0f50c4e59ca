/** `startTcpProxy`: a wire between two programs on the loopback that can be cut, go deaf on one side, and be mended. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `to` is what the client sends, `from` what it would receive. */
export type Direction = 'to' | 'from'

export interface TcpProxy {
  readonly port: number
  /** Breaks every connection and refuses new ones. */
  cut(): void
  /** Connections stay, but what goes this way arrives nowhere: a partition that nobody is told of. */
  swallow(direction: Direction): void
  /** What goes this way is kept back, up to what the sender's buffers hold. */
  hold(direction: Direction): void
  /** What was kept back this way arrives, and what comes passes again. */
  release(direction: Direction): void
  /** New connections pass again; what was swallowed is gone, so those connections are broken; what was held arrives. */
  mend(): void
  /** Connections that are open. */
  readonly size: number
  close(): Promise<void>
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  hasLost: boolean
}

/** Listens on a free port of the loopback and passes each connection on to `target`, another port there. */
export async function startTcpProxy(target: number | (() => number)): Promise<TcpProxy> {
  const pairs = new Set<Pair>()
  const swallowed = new Set<Direction>()
  const held = new Set<Direction>()
  let isCut = false

  const end = (pair: Pair) => {
    pairs.delete(pair)
    pair.client.destroy()
    pair.server.destroy()
  }
  const pass = (pair: Pair, direction: Direction) => {
    const [source, sink] = direction === 'to' ? [pair.client, pair.server] : [pair.server, pair.client]
    source.on('data', (bytes: Buffer) => {
      if (swallowed.has(direction)) pair.hasLost = true
      else if (!sink.write(bytes)) {
        source.pause()
        sink.once('drain', () => {
          if (!held.has(direction)) source.resume()
        })
      }
    })
    source.on('error', () => end(pair))
    source.on('close', () => end(pair))
  }
  const turn = (direction: Direction, on: boolean) => {
    for (const { client, server } of pairs) {
      const source = direction === 'to' ? client : server
      if (on) source.pause()
      else source.resume()
    }
  }

  const proxy = createServer({ noDelay: true }, (client) => {
    if (isCut) {
      client.destroy()
      return
    }
    const pair: Pair = {
      client,
      server: connect({
        port: typeof target === 'number' ? target : target(),
        host: '127.0.0.1',
        noDelay: true,
      }),
      hasLost: false,
    }
    pairs.add(pair)
    pass(pair, 'to')
    pass(pair, 'from')
    for (const direction of held) turn(direction, true)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')

  return {
    port: address.port,
    get size() {
      return pairs.size
    },
    cut() {
      isCut = true
      for (const pair of [...pairs]) end(pair)
    },
    swallow: (direction) => void swallowed.add(direction),
    hold(direction) {
      held.add(direction)
      turn(direction, true)
    },
    release(direction) {
      held.delete(direction)
      turn(direction, false)
    },
    mend() {
      isCut = false
      swallowed.clear()
      for (const direction of held) turn(direction, false)
      held.clear()
      for (const pair of [...pairs]) if (pair.hasLost) end(pair)
    },
    async close() {
      for (const pair of [...pairs]) end(pair)
      if (!proxy.listening) return
      const closed = once(proxy, 'close')
      proxy.close()
      await closed
    },
  }
}
