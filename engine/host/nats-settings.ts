/** `NatsSettings`: how to reach NATS, and `natsUrl`, which reads the addresses of its servers. */
import { z } from 'zod'

export interface NatsSettings {
  /** `host:port`, at least one. Tried in an order that differs from node to node. */
  readonly servers: readonly string[]
  readonly user: string | null
  readonly password: string | null
  readonly token: string | null
  /** Seed of a user nkey, `SU…`. */
  readonly nkeySeed: string | null
  /** Null: plain, unless the server insists. Files are paths; without `caFile` the system's authorities count. */
  readonly tls: {
    readonly caFile: string | null
    readonly certFile: string | null
    readonly keyFile: string | null
  } | null
  /** Stay with `servers`, whatever others those tell of. */
  readonly ignoreClusterUpdates: boolean
}

/** What `NATS_URL` says: servers, and how we introduce ourselves. */
export type NatsUrl = Pick<NatsSettings, 'servers' | 'user' | 'password' | 'token'> & {
  readonly isSecure: boolean
}

const PORT = 4222

/** `nats://user:password@host:port`, `nats://token@host` or `tls://host`, several with commas. Never repeats what it was given. */
export const natsUrl = z.string().transform((text, context): NatsUrl => {
  const parts = text.split(',').map((part) => part.trim())
  const urls = parts.flatMap((part) => {
    const url = /^(nats|tls):\/\//.test(part) && URL.canParse(part) ? new URL(part) : null
    return url !== null && url.hostname !== '' ? [url] : []
  })
  const fault = faultOf(parts, urls)
  if (fault !== null) {
    context.addIssue(fault)
    return z.NEVER
  }
  const who = urls.find(({ username }) => username !== '')
  const name = decodeURIComponent(who?.username ?? '') || null
  const password = decodeURIComponent(who?.password ?? '') || null
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || PORT}`),
    user: password === null ? null : name,
    password,
    token: password === null ? name : null,
    isSecure: urls[0]?.protocol === 'tls:',
  }
})

function faultOf(parts: readonly string[], urls: readonly URL[]): string | null {
  if (urls.length !== parts.length) return 'must be addresses like nats://host:4222, separated by commas'
  if (new Set(urls.map(({ protocol }) => protocol)).size > 1)
    return 'must begin with nats:// everywhere, or with tls:// everywhere'
  const introductions = urls.filter(({ username }) => username !== '')
  if (new Set(introductions.map(({ username, password }) => `${username}:${password}`)).size > 1)
    return 'must introduce us the same way to every server'
  return null
}
