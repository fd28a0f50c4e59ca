/** `openKeyring`: the secrets behind sealed tokens and signed addresses, each with a name, so that they can be exchanged. */
import { hkdfSync, randomBytes } from 'node:crypto'
import { must } from '../../kernel/assert.ts'
import { readOrMakeSecret, readSecret } from '../../store/secrets.ts'
import type { Store } from '../../store/store.ts'

export interface Key {
  /** Stands in whatever was made with it. */
  readonly id: string
  /** 32 bytes for one purpose, which say nothing of those for another. */
  for(purpose: string): Buffer
}

export interface Keyring {
  /** What is sealed and signed with from now on. */
  readonly newest: Key
  /** Any that is still kept. */
  find(id: string): Key | undefined
}

const SECRET_NAME = 'outside-key'
const KEY_BYTES = 32

/**
 * `configured` are those of the operator, the newest first. Without any, one is made in the database, where whoever
 * reads the sealed tokens finds the key beside them; once some are configured it opens what it has sealed before.
 */
export async function openKeyring(store: Pick<Store, 'em'>, configured: readonly string[]): Promise<Keyring> {
  if (configured.length === 0) return makeKeyring([await readOrMakeSecret(store, SECRET_NAME, newSecret)])
  const made = await readSecret(store, SECRET_NAME)
  return makeKeyring(made === null ? configured : [...configured, made])
}

/** The newest secret first; one at least. */
export function makeKeyring(secrets: readonly string[]): Keyring {
  const keys = secrets.map(makeKey)
  return {
    newest: must(keys[0], 'a keyring has a key'),
    find: (id) => keys.find((key) => key.id === id),
  }
}

function makeKey(secret: string): Key {
  const derived = new Map<string, Buffer>()
  const derive = (purpose: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', `parley ${purpose}`, bytes))
  return {
    id: derive('name', 6).toString('base64url'),
    for(purpose) {
      const known = derived.get(purpose) ?? derive(purpose, KEY_BYTES)
      derived.set(purpose, known)
      return known
    },
  }
}

async function newSecret(): Promise<string> {
  return randomBytes(KEY_BYTES).toString('base64url')
}
