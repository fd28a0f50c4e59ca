/** `openDoor`: the address that clients are told, in front of the one node of this world or of its three. */

import { freePort } from '../../../engine/testing/free-port.ts'
import { startTcpProxy } from '../../../engine/testing/tcp-proxy.ts'
import { inTurn, namesOfNodes } from '../../../engine/testing/world.ts'

export interface Door {
  readonly url: string
  /** Where the nodes listen. Fixed: a port that was bound as 0 cannot be bound again while old sockets linger. */
  readonly ports: readonly number[]
  close(): Promise<void>
}

/** Of several nodes each connection gets the next one, running or not, as a balancer does that knows nothing. */
export async function openDoor(): Promise<Door> {
  const ports = await Promise.all(namesOfNodes().map(freePort))
  const proxy = ports.length > 1 ? await startTcpProxy(inTurn(ports)) : null
  return {
    url: `http://127.0.0.1:${proxy?.port ?? ports[0]}`,
    ports,
    close: async () => proxy?.close(),
  }
}
