/** `dialNats`: one connection to one of the servers, held to the versions we know. It never reconnects by itself. */
import { connect, ErrorCode, type NatsConnection, NatsError, nkeyAuthenticator } from 'nats'
import type { NatsSettings } from '../host/nats-settings.ts'

/** A fault that no waiting mends: wrong credentials, or a server that is too old. Its message is one line. */
export class NatsUnfit extends Error {
  override readonly name = 'NatsUnfit'
}

/** Below this there are no "no responders" we can rely on, nor fixes that core NATS has needed since. */
const OLDEST = [2, 9] as const
/** Tested: 2.9. Maintained by their makers and used the same way: 2.12 and 2.14. */
export const SUPPORTED: readonly string[] = ['2.9', '2.12', '2.14']
const DIAL_MS_MAX = 2_000

const AUTH_FAULTS: readonly string[] = [
  ErrorCode.AuthorizationViolation,
  ErrorCode.BadAuthentication,
  ErrorCode.AuthenticationExpired,
]

/**
 * Tries `servers` one after another, each for at most 2 s. Rejects with a `NatsUnfit`, or with what the last of them
 * said. The client's own reconnecting stays off: it waits for its socket to drain before it lets go of a dead
 * connection, and over a wire that swallows what we send that takes the kernel a quarter of an hour.
 */
export async function dialNats(
  settings: NatsSettings,
  servers: readonly string[],
  name: string,
): Promise<NatsConnection> {
  let nats: NatsConnection
  try {
    nats = await connect({
      servers: [...servers],
      name,
      ...introduction(settings),
      timeout: DIAL_MS_MAX,
      reconnect: false,
      noAsyncTraces: true,
      ignoreClusterUpdates: true,
      ...(settings.tls && { tls: withoutNulls(settings.tls) }),
    })
  } catch (error) {
    if (error instanceof NatsError && AUTH_FAULTS.includes(error.code)) {
      throw new NatsUnfit(`NATS does not accept how we introduce ourselves (${error.code})`)
    }
    throw error
  }
  const version = nats.info?.version ?? 'unknown'
  if (!isNewEnough(version)) {
    await nats.close()
    throw new NatsUnfit(`nats-server ${version} is too old: Parley needs ${OLDEST.join('.')} or later`)
  }
  return nats
}

/** Whether this is one of the versions that Parley is held to. */
export function isSupported(version: string): boolean {
  return SUPPORTED.includes(version.split('.').slice(0, 2).join('.'))
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0)
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

function introduction({ user, password, token, nkeySeed }: NatsSettings) {
  if (nkeySeed !== null) return { authenticator: nkeyAuthenticator(new TextEncoder().encode(nkeySeed)) }
  if (token !== null) return { token }
  return user === null ? {} : { user, ...(password !== null && { pass: password }) }
}

function withoutNulls(record: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).flatMap(([key, value]) => (value ? [[key, value]] : [])))
}
