/** `addressOf`: an address that opens one file to whoever has it, for a while: networks have no session with us. */
import { isUuid } from '../../kernel/ids.ts'
import type { Signatures } from '../keys/signatures.ts'

const DAY_MS = 24 * 60 * 60_000
/** For what is said in a conversation: as good as for ever. */
const LASTING_DAYS = 36_500

/** Good for one to two days, and the same all day long, so that browsers find it among what they have. */
export function addressOf(signatures: Signatures, id: string, nowMs: number): string {
  return signed(signatures, id, nowMs, 2)
}

/** Good for a hundred years: it is in a message, and whoever may read that may see the file. */
export function lastingAddressOf(signatures: Signatures, id: string, nowMs: number): string {
  return signed(signatures, id, nowMs, LASTING_DAYS)
}

function signed(signatures: Signatures, id: string, nowMs: number, days: number): string {
  const until = String((Math.floor(nowMs / DAY_MS) + days) * DAY_MS)
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
