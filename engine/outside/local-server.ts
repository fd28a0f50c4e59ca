/** `listenLocally`: an HTTP server of this process for whoever plays somebody else's computer, and its end. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LocalServer {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly url: string
  /** Ends its connections too, also those on which nothing was ever answered. */
  stop(): Promise<void>
}

/** On a port that was free. */
export async function listenLocally(answer: RequestListener): Promise<LocalServer> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      // whoever kept a connection open hears of its end in the next turn, and opens none in vain before that
      await new Promise(setImmediate)
    },
  }
}
