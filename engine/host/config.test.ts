import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('an empty environment is a whole configuration', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    signup: 'open',
    databaseUrl: null,
    dataDir: './data',
    nats: null,
    origins: [],
  })
})

test('an empty variable is an absent one, as in an .env file with blanks', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: null })
})

test('values are read in the types they have', () => {
  const config = readConfig({
    PORT: '0',
    SIGNUP: 'domains',
    SIGNUP_DOMAINS: 'Example.org, example.com',
    OPERATORS: ' Ann@Example.org,bob@example.org',
    ORIGINS: 'https://a.example,http://localhost:5173',
    TRUST_PROXY: 'false',
    SECURE_COOKIES: '1',
    CALLS_PER_SECOND_SOCKET: '20000',
  })
  expect(config).toMatchObject({
    port: 0,
    signupDomains: ['example.org', 'example.com'],
    operators: ['ann@example.org', 'bob@example.org'],
    origins: ['https://a.example', 'http://localhost:5173'],
    trustProxy: false,
    secureCookies: true,
    callsPerSecondSocket: 20_000,
    callsPerSecondPerson: 1_000,
    socketsPerAddress: 20_000,
  })
  expect(Object.isFrozen(config)).toBe(true)
})

test('who writes captions comes with a key and a model, or not at all', () => {
  expect(readConfig({}).captions).toBeNull()
  expect(() => readConfig({ CAPTIONS_FROM: 'openai' })).toThrow(/CAPTIONS_API_KEY/)
  const known = { CAPTIONS_FROM: 'openai', CAPTIONS_API_KEY: 'sk-of-ours' }
  expect(() => readConfig(known)).toThrow(/CAPTIONS_MODEL/)
  expect(
    readConfig({ ...known, CAPTIONS_MODEL: 'm', CAPTIONS_API_URL: 'http://127.0.0.1:4000/' }),
  ).toMatchObject({
    captions: { from: 'openai', model: 'm', apiUrl: 'http://127.0.0.1:4000', perHour: 60 },
  })
})

test('each wrong value gets a line of its own, and none is repeated', () => {
  const secret = 'mysql://me:hunter22@somewhere'
  const faults = () => readConfig({ PORT: '70000', DATABASE_URL: secret, ORIGINS: 'example.org/path' })
  expect(faults).toThrow(/PORT: .*\nDATABASE_URL: .*\nORIGINS: /)
  expect(faults).not.toThrow(/hunter22/)
})

test('sign-up by domain needs a domain', () => {
  expect(() => readConfig({ SIGNUP: 'domains' })).toThrow(/SIGNUP_DOMAINS/)
})

test('NATS is reached over several servers, as somebody, plainly or not', () => {
  const plain = {
    user: null,
    password: null,
    token: null,
    nkeySeed: null,
    tls: null,
    ignoreClusterUpdates: false,
  }
  const natsOf = (url: string, more = {}) => readConfig({ NATS_URL: url, ...more }).nats
  expect(natsOf('nats://one')).toEqual({ ...plain, servers: ['one:4222'] })
  expect(natsOf('nats://me:p%40ss@one:4333, nats://[::1]:4444')).toEqual({
    ...plain,
    servers: ['one:4333', '[::1]:4444'],
    user: 'me',
    password: 'p@ss',
  })
  expect(natsOf('nats://t0ken@one', { NATS_IGNORE_CLUSTER_UPDATES: 'true' })).toEqual({
    ...plain,
    servers: ['one:4222'],
    token: 't0ken',
    ignoreClusterUpdates: true,
  })
  const tls = { caFile: '/ca.pem', certFile: null, keyFile: null }
  expect(natsOf('tls://one')?.tls).toEqual({ ...tls, caFile: null })
  expect(natsOf('nats://one', { NATS_CA_FILE: '/ca.pem' })?.tls).toEqual(tls)
})

test('a wrong address of NATS is one line, which does not repeat it', () => {
  for (const url of [
    'one:4222',
    'nats://me:hunter22@one,http://two',
    'nats://one,tls://two',
    'nats://me:hunter22@one,nats://you:x@two',
  ]) {
    expect(() => readConfig({ NATS_URL: url })).toThrow(/^NATS_URL: must [^\n]*$/)
    expect(() => readConfig({ NATS_URL: url })).not.toThrow(/hunter22/)
  }
  expect(() => readConfig({ NATS_URL: 'nats://one', NATS_CERT_FILE: '/c.pem' })).toThrow(/NATS_KEY_FILE/)
  expect(() => readConfig({ NATS_NKEY_SEED: 'hunter22' })).toThrow(/^NATS_NKEY_SEED: must be the seed/)
})

test('a network is configured once its application is, and others may play it', () => {
  const { networks } = readConfig({
    X_CLIENT_ID: 'parley',
    YOUTUBE_CLIENT_ID: 'parley',
    YOUTUBE_CLIENT_SECRET: 'hush',
    YOUTUBE_API_URL: 'http://127.0.0.1:4000/',
    LINKEDIN_CLIENT_SECRET: 'alone it is none',
  })
  expect(networks).toEqual({
    x: { clientId: 'parley', clientSecret: null, apiUrl: null, authorizeUrl: null },
    youtube: {
      clientId: 'parley',
      clientSecret: 'hush',
      apiUrl: 'http://127.0.0.1:4000',
      authorizeUrl: null,
    },
  })
})

test('an application without its secret is a fault, but at X', () => {
  expect(() => readConfig({ LINKEDIN_CLIENT_ID: 'parley' })).toThrow(/^LINKEDIN_CLIENT_SECRET: /)
})

test('where we are reached is where we listen, unless it is said', () => {
  expect(readConfig({ PORT: '4000' }).publicUrl).toBe('http://127.0.0.1:4000')
  expect(readConfig({ HOST: '0.0.0.0' }).publicUrl).toBe('http://localhost:3000')
  expect(readConfig({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000')
  expect(readConfig({ PUBLIC_URL: 'https://parley.example.org/' }).publicUrl).toBe(
    'https://parley.example.org',
  )
})

test('a key to seal with has some length, and is not repeated when it has not', () => {
  const [one, other] = ['n'.repeat(32), 'o'.repeat(43)]
  expect(readConfig({ SECRET_KEY: `${one}, ${other}` }).secretKeys).toEqual([one, other])
  expect(() => readConfig({ SECRET_KEY: 'hunter22' })).toThrow(
    /^SECRET_KEY: must have 32 characters or more$/,
  )
})
