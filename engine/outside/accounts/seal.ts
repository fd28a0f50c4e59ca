/** `makeSealing`: tokens as they lie in the database: encrypted, and bound to the account that they belong to. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keyring } from '../keys/keyring.ts'

export interface Sealing {
  /** AES-256-GCM. `owner` is no secret, but what is sealed for one owner does not open for another. */
  seal(text: string, owner: string): string
  /** Null for what was not sealed here, not for this owner, or with a key that is kept no more. */
  open(sealed: string, owner: string): string | null
}

const PURPOSE = 'seal'
const CIPHER = 'aes-256-gcm'
/** The length that GCM is made for. At random, a key is good for 2^32 seals. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Sealed text is `<key>.<nonce, ciphertext and tag>`. */
export function makeSealing(keyring: Keyring): Sealing {
  return {
    seal(text, owner) {
      const { id, for: keyFor } = keyring.newest
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, keyFor(PURPOSE), nonce)
      cipher.setAAD(Buffer.from(owner))
      const bytes = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `${id}.${bytes.toString('base64url')}`
    },
    open(sealed, owner) {
      const [id = '', content = ''] = sealed.split('.')
      const key = keyring.find(id)
      const bytes = Buffer.from(content, 'base64url')
      if (key === undefined || bytes.length < NONCE_BYTES + TAG_BYTES) return null
      const decipher = createDecipheriv(CIPHER, key.for(PURPOSE), bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(owner))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        return `${decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8')}${decipher.final('utf8')}`
      } catch {
        return null
      }
    },
  }
}
