/** `Door`: what every file of the transport needs to know of the server it belongs to. */
import type { AnyTRPCRouter } from '@trpc/server'
import type { ParleyNode } from '../../engine/node.ts'
import type { Authenticate, SocketDoor } from '../context.ts'
import type { Live } from '../live.ts'
import type { Direct } from './direct.ts'
import type { Expiries } from './expiries.ts'
import type { TransportLimits } from './limits.ts'
import type { Outbox } from './outbox.ts'
import type { Rates } from './rates.ts'
import type { Sessions } from './sessions.ts'
import type { Slices } from './slices.ts'

export interface Door {
  readonly node: ParleyNode
  readonly router: AnyTRPCRouter
  readonly authenticate: Authenticate
  readonly limits: TransportLimits
  readonly live: Live
  readonly sessions: Sessions
  readonly sockets: SocketDoor
  /** Ends each event stream that is open. */
  readonly streams: Set<() => void>
  /** Calls of a person, or of an address while nobody is signed in, over all connections. */
  readonly rates: Rates
  /** Procedures that are run without tRPC's middlewares. */
  readonly directs: ReadonlyMap<string, Direct>
  /** Read frames of a known shape without a general parse. */
  readonly readsQuick: boolean
  readonly outbox: Outbox
  /** New sockets wait here for the check of their token. */
  readonly arrivals: Slices
  /** Sockets by the end of their token. */
  readonly expiries: Expiries
  /** Calls that have not been answered: what a drain waits for. */
  inFlight: number
  /** Once true no new socket is taken. */
  draining: boolean
}
