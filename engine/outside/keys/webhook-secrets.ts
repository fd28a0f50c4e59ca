/** `makeWebhookSecrets`: what deliveries are signed with, as it lies in the database: sealed, for its webhook alone. */
import { randomBytes } from 'node:crypto'
import type { Sealing } from '../accounts/seal.ts'

export interface WebhookSecrets {
  /** A fresh one. Whoever receives deliveries is told it once. */
  make(): string
  /** As it is stored. */
  seal(webhookId: string, secret: string): string
  /** Out of what is stored; null when it was sealed with a key that is kept no more. */
  open(webhookId: string, stored: string): string | null
}

/** Secrets of before 2026-11-21 begin with it in the database too; what is sealed has a dot, which they have not. */
export const UNSEALED = 'whsec_'
const SECRET_BYTES = 32

export function makeWebhookSecrets({ seal, open }: Sealing): WebhookSecrets {
  // an account's tokens are sealed by the same key, and must not open here
  const owner = (webhookId: string) => `webhook ${webhookId}`
  return {
    make: () => `${UNSEALED}${randomBytes(SECRET_BYTES).toString('base64url')}`,
    seal: (webhookId, secret) => seal(secret, owner(webhookId)),
    open: (webhookId, stored) => (isSealed(stored) ? open(stored, owner(webhookId)) : stored),
  }
}

function isSealed(stored: string): boolean {
  return stored.includes('.')
}
