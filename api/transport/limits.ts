/** What one connection, one person and one address may take from a server, with the numbers we start with. */
import type { Config } from '../../engine/host/config.ts'

export interface TransportLimits {
  /** Calls a second that a connection may keep up, and how many it may make at once after a quiet time. */
  readonly socketRate: Rate
  /** The same for a person over all connections, and for an address while nobody is signed in. */
  readonly personRate: Rate
  readonly socketsPerAddressMax: number
  /** Bytes that wait for a slow reader; one message more and it is cut off. It resumes by position. */
  readonly waitingBytesMax: number
  /** Bytes waiting for a reader from which on histories are held back until it has read. */
  readonly waitingBytesSoft: number
  /** uWebSockets cuts a socket that sends more; up to here a message is answered PAYLOAD_TOO_LARGE. */
  readonly messageBytesMax: number
  /** Time for a socket to send the connectionParams it announced. */
  readonly helloMsMax: number
  /** Time between refusing a socket's token and closing it: its first calls get a typed answer. */
  readonly refusedMs: number
  /** Text PINGs to all sockets, for clients that cannot see protocol pings; null: none. */
  readonly pingMs: number | null
  /** Silence after which a socket is closed; uWebSockets pings it before. Seconds, 8 to 960. */
  readonly idleSecondsMax: number
  /** How long a drain waits for calls in flight. */
  readonly drainMsMax: number
}

/** The limits that the operator of a node sets. */
export function limitsOf({
  callsPerSecondSocket,
  callsPerSecondPerson,
  socketsPerAddress,
}: LimitsConfigured): Partial<TransportLimits> {
  return {
    socketRate: rate(callsPerSecondSocket),
    personRate: rate(callsPerSecondPerson),
    socketsPerAddressMax: socketsPerAddress,
  }
}

type LimitsConfigured = Pick<Config, 'callsPerSecondSocket' | 'callsPerSecondPerson' | 'socketsPerAddress'>

/** A client that comes back sends all its subscriptions again at once (500), and the calls that waited. */
function rate(perSecond: number): Rate {
  return { perSecond, burst: 3 * perSecond }
}

export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export const TRANSPORT_LIMITS: TransportLimits = {
  socketRate: rate(500),
  personRate: rate(1_000),
  socketsPerAddressMax: 20_000,
  waitingBytesMax: 1024 * 1024,
  waitingBytesSoft: 128 * 1024,
  messageBytesMax: 1024 * 1024,
  helloMsMax: 10_000,
  refusedMs: 1_000,
  pingMs: null,
  idleSecondsMax: 60,
  drainMsMax: 8_000,
}
