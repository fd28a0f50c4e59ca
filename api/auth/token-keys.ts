/** `openTokenKeys`: the key pairs behind access tokens, made at first start and shared by all nodes. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose'
import { must } from '../../engine/kernel/assert.ts'
import { readOrMakeSecret, readSecret } from '../../engine/store/secrets.ts'
import type { Store } from '../../engine/store/store.ts'

export interface TokenKeys {
  /** The newest key; it signs. */
  signing(): { readonly kid: string; readonly privateKey: CryptoKey }
  /** Any key still kept; undefined when there is none of that name. */
  verifying(kid: string): Promise<KeyObject | undefined>
}

interface KeyPair {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: KeyObject
}

/** One row, a JSON array of private JWKs, the newest last: rotation adds one and drops what has aged out. */
const SECRET_NAME = 'token-keys'
const RELOAD_MS_MIN = 60_000

export async function openTokenKeys(store: Store, now: () => number): Promise<TokenKeys> {
  let pairs = await parsePairs(await readOrMakeSecret(store, SECRET_NAME, newKeySet))
  let loadedAt = now()

  return {
    signing: () => must(pairs.at(-1), 'there is a token key'),
    async verifying(kid) {
      // another node may have rotated since; asked at most once a minute, for any forger can name a key
      if (!pairs.some((pair) => pair.kid === kid) && now() - loadedAt >= RELOAD_MS_MIN) {
        loadedAt = now()
        const stored = await readSecret(store, SECRET_NAME)
        if (stored) pairs = await parsePairs(stored)
      }
      return pairs.find((pair) => pair.kid === kid)?.publicKey
    },
  }
}

/** 2,048 bits: RS256's usual size; a signature costs about 1 ms, a check 0.05 ms. */
async function newKeySet(): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2_048, extractable: true })
  const kid = crypto.randomUUID()
  return JSON.stringify([{ ...(await exportJWK(privateKey)), kid }])
}

async function parsePairs(json: string): Promise<KeyPair[]> {
  const jwks = JSON.parse(json) as JWK[]
  return Promise.all(
    jwks.map(async (jwk) => ({
      kid: must(jwk.kid, 'a stored key has a kid'),
      privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey,
      publicKey: createPublicKey({ key: { kty: jwk.kty, n: jwk.n, e: jwk.e }, format: 'jwk' }),
    })),
  )
}
