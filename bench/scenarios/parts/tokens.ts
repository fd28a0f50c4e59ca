/** `tokenMaker`: access tokens for seeded people, signed with the key of the server under test. */
import { createPrivateKey, generateKeyPairSync, type JsonWebKeyInput, randomUUID, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { Database } from './seed.ts'

const signAsync = promisify(sign)
const LIFE_SECONDS = 15 * 60

/**
 * A key of our own becomes the server's signing key if it has none yet (it makes one when the first person comes), so
 * that the server verifies these tokens exactly as those it signs itself. A token each, because the server remembers
 * tokens that it has seen. Good for a quarter of an hour; about 1 ms each.
 */
export async function tokenMaker(database: Database): Promise<(userId: string) => Promise<string>> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  const ours = JSON.stringify([{ ...privateKey.export({ format: 'jwk' }), kid: randomUUID() }])
  await database.query(
    "INSERT INTO secret (name, value) VALUES ('token-keys', $1) ON CONFLICT (name) DO NOTHING",
    [ours],
  )
  const stored = await database.query<{ value: string }>("SELECT value FROM secret WHERE name = 'token-keys'")
  const home = await database.query<{ id: string }>('SELECT id FROM organisation WHERE home')
  const keys = JSON.parse(stored.rows[0]?.value ?? '[]') as (JsonWebKeyInput['key'] & { kid: string })[]
  const jwk = keys.at(-1)
  if (!jwk) throw new Error('the server has no signing key')
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const head = base64({ alg: 'RS256', kid: jwk.kid })

  return async (userId) => {
    const iat = Math.floor(Date.now() / 1_000)
    const claims = { iss: 'parley', sub: userId, iat, exp: iat + LIFE_SECONDS }
    const body = `${head}.${base64({ ...claims, sid: randomUUID(), org: home.rows[0]?.id })}`
    const signature = await signAsync('RSA-SHA256', Buffer.from(body), key)
    return `${body}.${signature.toString('base64url')}`
  }
}

function base64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
