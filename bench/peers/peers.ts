/** `PEERS`: everything Parley is measured against. A new one is a folder with a server, and a line here. */
import { mosquitto } from './mosquitto/mosquitto.ts'
import { nats } from './nats/nats.ts'
import type { Peer } from './peer.ts'
import { uwsPublish, uwsSend, ws } from './plain.ts'
import { socketIo, socketIoUws } from './socket-io/socket-io.ts'
import { trpcGenerator, trpcObservable } from './trpc/trpc.ts'

export const PEERS: readonly Peer[] = [
  trpcGenerator,
  trpcObservable,
  socketIo,
  socketIoUws,
  ws,
  uwsPublish,
  uwsSend,
  nats,
  mosquitto,
]

export const PEER_NAMES: readonly string[] = PEERS.map(({ name }) => name)

/** Throws for a name that is nobody's. */
export function peerNamed(name: string): Peer {
  const found = PEERS.find((peer) => peer.name === name)
  if (!found) throw new Error(`no peer is called ${name}; there are ${PEER_NAMES.join(', ')}`)
  return found
}
