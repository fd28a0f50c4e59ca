/** `addressOf`: an address that opens one file to whoever has it, for a while: networks have no session with us. */
import { isUuid } from '../../kernel/ids.ts'
import type { Signatures } from '../keys/signatures.ts'

const DAY_MS = 24 * 60 * 60_000

/** Good for one to two days, and the same all day long, so that browsers find it among what they have. */
export function addressOf(signatures: Signatures, id: string, nowMs: number): string {
  const until = String((Math.floor(nowMs / DAY_MS) + 2) * DAY_MS)
  return `/media/${id}?until=${until}&sig=${signatures.sign('media', `${id} ${until}`)}`
}

export interface Address {
  readonly id: string
  readonly until: string
  readonly sig: string
}

export function isAddressGood(signatures: Signatures, { id, until, sig }: Address, nowMs: number): boolean {
  return (
    isUuid(id) &&
    /^\d{1,15}$/.test(until) &&
    nowMs < Number(until) &&
    signatures.isSigned('media', `${id} ${until}`, sig)
  )
}
