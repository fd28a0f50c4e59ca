import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { readConfig } from '../../host/config.ts'
import { NETWORKS } from '../../protocol/post-shapes.ts'
import { startFake } from './fake-server.ts'
import { makeFiveFakes } from './five-fakes.ts'
import { makePlatforms } from './platforms.ts'
import { consent } from './testing.ts'
import { FAKE_CLIENT } from './youtube/fake-accounts.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const now = () => NOW

const FAKES = makeFiveFakes(now)

test.each(NETWORKS)('%s, played on one address, lets people in', async (network) => {
  const fake = await startFake(FAKES[network])
  try {
    const prefix = network.toUpperCase()
    const config = readConfig({
      [`${prefix}_CLIENT_ID`]: FAKE_CLIENT.clientId,
      [`${prefix}_CLIENT_SECRET`]: FAKE_CLIENT.clientSecret,
      [`${prefix}_API_URL`]: fake.url,
    })
    const platforms = makePlatforms(config, now)
    expect([...platforms.keys()]).toEqual([network])
    const platform = platforms.get(network)!
    const [redirectUri, verifier] = ['https://parley.example/connected', 'v'.repeat(64)]
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const code = await consent(platform.authorizeUrl({ redirectUri, state: 'a state of ours', challenge }))
    const connected = await platform.connect({ code, redirectUri, verifier })
    expect(connected.is).toBe('ok')
  } finally {
    await fake.stop()
  }
})

test('a network is asked where it is, unless another plays it, and its page may be elsewhere still', () => {
  const asked = { redirectUri: 'https://parley.example/connected', state: 's', challenge: 'c' }
  const pageOf = (more: Record<string, string>) => {
    const platforms = makePlatforms(readConfig({ X_CLIENT_ID: 'parley', ...more }), now)
    return platforms.get('x')!.authorizeUrl(asked).split('?')[0]
  }
  expect(pageOf({})).toBe('https://x.com/i/oauth2/authorize')
  expect(pageOf({ X_API_URL: 'http://127.0.0.1:4000' })).toBe('http://127.0.0.1:4000/i/oauth2/authorize')
  expect(pageOf({ X_AUTHORIZE_URL: 'http://localhost:5000/yes' })).toBe('http://localhost:5000/yes')
})
