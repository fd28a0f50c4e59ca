/** `makeSignatures`: addresses that open one thing to whoever holds them, such as a file or the review of a post. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Key, Keyring } from './keyring.ts'

/** What is signed for one purpose is not signed for another. */
export type Purpose = 'media' | 'picture' | 'review'

export interface Signatures {
  /** Letters, digits, `-`, `_` and one `.`: fit for an address. Ends never; say in `text` until when it is good. */
  sign(purpose: Purpose, text: string): string
  /** Whether `signature` was made here for this purpose and text, with a key that is still kept. */
  isSigned(purpose: Purpose, text: string, signature: string): boolean
}

export function makeSignatures(keyring: Keyring): Signatures {
  return {
    sign(purpose, text) {
      const key = keyring.newest
      return `${key.id}.${macOf(key, purpose, text).toString('base64url')}`
    },
    isSigned(purpose, text, signature) {
      const [id = '', mac = ''] = signature.split('.')
      const key = keyring.find(id)
      if (key === undefined) return false
      const [given, expected] = [Buffer.from(mac, 'base64url'), macOf(key, purpose, text)]
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

function macOf(key: Key, purpose: Purpose, text: string): Buffer {
  return createHmac('sha256', key.for(`sign ${purpose}`))
    .update(text)
    .digest()
}
