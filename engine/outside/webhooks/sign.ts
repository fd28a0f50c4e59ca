/** `signatureOf`: by which whoever is told by a webhook knows that we said it, and when. */
import { createHmac } from 'node:crypto'

/** For the header `parley-signature`: `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body", hex>`. */
export function signatureOf(secret: string, body: string, nowMs: number): string {
  const t = Math.floor(nowMs / 1_000)
  const mac = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')
  return `t=${t},v1=${mac}`
}
