/** `readConfig`: what the environment says, checked once, frozen, with a default for everything. */
import { availableParallelism } from 'node:os'
import { z } from 'zod'
import type { Network } from '../protocol/post-shapes.ts'
import { type CaptionApp, captionApp } from './caption-app.ts'
import { type NatsSettings, natsUrl } from './nats-settings.ts'
import { type NetworkApp, networkApps } from './network-apps.ts'

export interface Config {
  /** TCP port; 0 takes a free one. */
  readonly port: number
  readonly host: string
  /** Who may join the home organisation: anybody, nobody without an invitation, or e-mails of `signupDomains`. */
  readonly signup: 'open' | 'invite' | 'domains'
  readonly signupDomains: readonly string[]
  /** E-mails, in lower case, of those who may see how the cluster stands. */
  readonly operators: readonly string[]
  /** Null: embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | null
  readonly dataDir: string
  /** Null: a single node. */
  readonly nats: NatsSettings | null
  /** Origins besides our own that browsers may call us from. */
  readonly origins: readonly string[]
  /** Null: a fresh id at each start. */
  readonly nodeId: string | null
  /** Where clients reach this node, past any balancer; null when they cannot. */
  readonly address: string | null
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  /** Connections that commit, each with its own share of the shards. */
  readonly lanes: number
  /** Believe X-Forwarded-For and X-Forwarded-Proto; only behind a proxy of ours. */
  readonly trustProxy: boolean
  /** Mark cookies `Secure` always; without it they are when the request came by https. */
  readonly secureCookies: boolean
  /** Threads that hash passwords. One hash takes about 0.4 s of one core; default: all cores but one, at most 4. */
  readonly passwordThreads: number
  /** Accounts that one address may make in an hour. */
  readonly signUpsPerHour: number
  /** Calls a second that one socket may keep up; three times as many at once after a quiet time. */
  readonly callsPerSecondSocket: number
  /** The same for a person over all sockets and requests, and for an address while nobody is signed in. */
  readonly callsPerSecondPerson: number
  /** WebSockets that one address may hold open. */
  readonly socketsPerAddress: number
  /** Where browsers and networks reach the installation, without a slash at the end. */
  readonly publicUrl: string
  /** What tokens of accounts are sealed with, the newest first; none: a key made once in the database. */
  readonly secretKeys: readonly string[]
  /** Our applications at networks; one that is not there is not configured. */
  readonly networks: Readonly<Partial<Record<Network, NetworkApp>>>
  /** How long a network may take to answer one call; leases of publishers follow from it. */
  readonly networkTimeoutMs: number
  /** Whether YouTube has audited the project of our application; what others upload there stays private for ever. */
  readonly youtubeAudited: boolean
  /** What an organisation may spend on X in a month, thousandths of a US dollar; null: no cap. */
  readonly xSpendCapMils: number | null
  /** Who writes suggestions for posts; null: nobody does. */
  readonly captions: CaptionApp | null
  /** Of one file. */
  readonly mediaBytesMax: number
  /** Let webhooks go to addresses of private networks, and without TLS. */
  readonly webhooksPrivate: boolean
}

/** 32 random bytes have 43 in base64. */
const SECRET_CHARS_MIN = 32

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .transform((parts) => parts.filter((part) => part !== ''))
const flag = z.enum(['true', 'false', '1', '0']).transform((text) => text === 'true' || text === '1')
const url = (...schemes: string[]) =>
  z
    .string()
    .refine((text) => schemes.some((scheme) => text.startsWith(`${scheme}://`) && URL.canParse(text)), {
      error: `must be an address that begins with ${schemes.join(':// or ')}://`,
    })
const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: 'must be origins like https://chat.example.org, separated by commas',
})
const secrets = list.pipe(
  z.array(z.string().min(SECRET_CHARS_MIN, { error: `must have ${SECRET_CHARS_MIN} characters or more` })),
)
const text = z.string().nullable().default(null)
const address = url('http', 'https').nullable().default(null)
const email = z
  .string()
  .toLowerCase()
  .pipe(z.email({ error: 'must be e-mails, separated by commas' }))

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  SIGNUP: z.enum(['open', 'invite', 'domains']).default('open'),
  SIGNUP_DOMAINS: list.default([]),
  OPERATORS: list.pipe(z.array(email)).default([]),
  DATABASE_URL: url('postgres', 'postgresql').nullable().default(null),
  DATA_DIR: z.string().default('./data'),
  NATS_URL: natsUrl.nullable().default(null),
  NATS_NKEY_SEED: z
    .string()
    .regex(/^SU[A-Z2-7]{56}$/, { error: 'must be the seed of a user nkey, which begins with SU' })
    .nullable()
    .default(null),
  NATS_CA_FILE: z.string().nullable().default(null),
  NATS_CERT_FILE: z.string().nullable().default(null),
  NATS_KEY_FILE: z.string().nullable().default(null),
  NATS_IGNORE_CLUSTER_UPDATES: flag.default(false),
  ORIGINS: list.pipe(z.array(origin)).default([]),
  NODE_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .nullable()
    .default(null),
  ADDRESS: url('http', 'https').nullable().default(null),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LANES: z.coerce.number().int().min(1).max(8).default(1),
  TRUST_PROXY: flag.default(false),
  SECURE_COOKIES: flag.default(false),
  PASSWORD_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.min(4, Math.max(1, availableParallelism() - 1))),
  SIGNUPS_PER_HOUR: z.coerce.number().int().min(1).default(1_000),
  CALLS_PER_SECOND_SOCKET: z.coerce.number().int().min(1).default(500),
  CALLS_PER_SECOND_PERSON: z.coerce.number().int().min(1).default(1_000),
  SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).default(20_000),
  PUBLIC_URL: address,
  SECRET_KEY: secrets.default([]),
  X_CLIENT_ID: text,
  X_CLIENT_SECRET: text,
  X_API_URL: address,
  X_AUTHORIZE_URL: address,
  X_SPEND_CAP_MILS: z.coerce.number().int().min(0).nullable().default(null),
  LINKEDIN_CLIENT_ID: text,
  LINKEDIN_CLIENT_SECRET: text,
  LINKEDIN_API_URL: address,
  LINKEDIN_AUTHORIZE_URL: address,
  INSTAGRAM_CLIENT_ID: text,
  INSTAGRAM_CLIENT_SECRET: text,
  INSTAGRAM_API_URL: address,
  INSTAGRAM_AUTHORIZE_URL: address,
  FACEBOOK_CLIENT_ID: text,
  FACEBOOK_CLIENT_SECRET: text,
  FACEBOOK_API_URL: address,
  FACEBOOK_AUTHORIZE_URL: address,
  YOUTUBE_CLIENT_ID: text,
  YOUTUBE_CLIENT_SECRET: text,
  YOUTUBE_API_URL: address,
  YOUTUBE_AUTHORIZE_URL: address,
  YOUTUBE_AUDITED: flag.default(true),
  NETWORK_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(30_000),
  CAPTIONS_FROM: z.enum(['openai', 'anthropic']).nullable().default(null),
  CAPTIONS_API_KEY: text,
  CAPTIONS_MODEL: text,
  CAPTIONS_API_URL: address,
  CAPTIONS_PER_HOUR: z.coerce.number().int().min(1).default(60),
  MEDIA_BYTES_MAX: z.coerce
    .number()
    .int()
    .min(1)
    .default(100 * 1024 * 1024),
  WEBHOOKS_PRIVATE: flag.default(false),
})

/**
 * Reads the configuration. An empty variable is an absent one.
 * Throws an Error whose message has one line for each wrong value; it never repeats a value, which may be secret.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const read = Environment.safeParse(given)
  if (!read.success) throw new Error(read.error.issues.map(faultLine).join('\n'))
  const found = read.data
  if (found.SIGNUP === 'domains' && found.SIGNUP_DOMAINS.length === 0) {
    throw new Error('SIGNUP_DOMAINS: SIGNUP=domains needs at least one domain')
  }
  return Object.freeze({
    port: found.PORT,
    host: found.HOST,
    signup: found.SIGNUP,
    signupDomains: Object.freeze(found.SIGNUP_DOMAINS.map((domain) => domain.toLowerCase())),
    operators: Object.freeze(found.OPERATORS),
    databaseUrl: found.DATABASE_URL,
    dataDir: found.DATA_DIR,
    nats: natsSettings(found),
    origins: Object.freeze(found.ORIGINS),
    nodeId: found.NODE_ID,
    address: found.ADDRESS,
    logLevel: found.LOG_LEVEL,
    lanes: found.LANES,
    trustProxy: found.TRUST_PROXY,
    secureCookies: found.SECURE_COOKIES,
    passwordThreads: found.PASSWORD_THREADS,
    signUpsPerHour: found.SIGNUPS_PER_HOUR,
    callsPerSecondSocket: found.CALLS_PER_SECOND_SOCKET,
    callsPerSecondPerson: found.CALLS_PER_SECOND_PERSON,
    socketsPerAddress: found.SOCKETS_PER_ADDRESS,
    publicUrl: found.PUBLIC_URL?.replace(/\/+$/, '') ?? ownUrl(found),
    secretKeys: Object.freeze(found.SECRET_KEY),
    networks: networkApps(found),
    networkTimeoutMs: found.NETWORK_TIMEOUT_MS,
    youtubeAudited: found.YOUTUBE_AUDITED,
    xSpendCapMils: found.X_SPEND_CAP_MILS,
    captions: captionApp(found),
    mediaBytesMax: found.MEDIA_BYTES_MAX,
    webhooksPrivate: found.WEBHOOKS_PRIVATE,
  })
}

/** What a browser on this machine can ask for; a node that others reach has `PUBLIC_URL`. */
function ownUrl({ HOST, PORT }: z.output<typeof Environment>): string {
  const isEverywhere = HOST === '0.0.0.0' || HOST === '::'
  const host = isEverywhere ? 'localhost' : HOST.includes(':') ? `[${HOST}]` : HOST
  return `http://${host}:${PORT}`
}

function natsSettings(found: z.output<typeof Environment>): NatsSettings | null {
  const { NATS_CA_FILE: caFile, NATS_CERT_FILE: certFile, NATS_KEY_FILE: keyFile } = found
  if ((certFile === null) !== (keyFile === null)) {
    throw new Error('NATS_CERT_FILE: a certificate and its key (NATS_KEY_FILE) come together')
  }
  if (found.NATS_URL === null) return null
  const { isSecure, ...rest } = found.NATS_URL
  return Object.freeze({
    ...rest,
    nkeySeed: found.NATS_NKEY_SEED,
    tls: isSecure || caFile !== null || certFile !== null ? { caFile, certFile, keyFile } : null,
    ignoreClusterUpdates: found.NATS_IGNORE_CLUSTER_UPDATES,
  })
}

function faultLine(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])}: ${issue.message}`
}
