import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('an empty environment is a whole configuration', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    signup: 'open',
    databaseUrl: null,
    dataDir: './data',
    natsUrl: null,
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
    ORIGINS: 'https://a.example,http://localhost:5173',
    TRUST_PROXY: 'false',
    SECURE_COOKIES: '1',
    CALLS_PER_SECOND_SOCKET: '20000',
  })
  expect(config).toMatchObject({
    port: 0,
    signupDomains: ['example.org', 'example.com'],
    origins: ['https://a.example', 'http://localhost:5173'],
    trustProxy: false,
    secureCookies: true,
    callsPerSecondSocket: 20_000,
    callsPerSecondPerson: 1_000,
    socketsPerAddress: 20_000,
  })
  expect(Object.isFrozen(config)).toBe(true)
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
