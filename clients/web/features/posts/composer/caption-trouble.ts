/** `captionTrouble`: why there is no whole suggestion, as a person wants to read it. */
import { ERRORS } from '../../../../../engine/protocol/errors.ts'
import { errorText, reasonOf } from '../../../app/reasons.ts'

/** `writer` is who writes, as people know them. */
export function captionTrouble(error: unknown, writer: string): string {
  const reason = reasonOf(error)
  const wait = waitWords(retryAfterMsOf(error))
  switch (reason) {
    case 'RATE_LIMITED':
      return `Your organisation has had its suggestions of this hour. The next one can be asked for ${wait}.`
    case 'BUSY':
      return `${writer} is very busy. Try again ${wait}.`
    case 'CAPTION_REFUSED':
      return refusalWords(error, writer)
    case 'CAPTIONS_NOT_CONFIGURED':
      return 'Suggestions do not work just now. Whoever runs this installation has to look at it.'
    case 'CAPTION_BROKEN':
      return 'It broke off, so this is not whole. Ask for another one.'
    default:
      return errorText(error)
  }
}

/** In its own words, if it said some. */
function refusalWords(error: unknown, writer: string): string {
  const words = error instanceof Error ? error.message : ''
  const isOwn = words !== '' && words !== ERRORS.CAPTION_REFUSED.meaning
  return isOwn ? `${writer} would not write this: “${words}”` : `${writer} would not write this.`
}

function retryAfterMsOf(error: unknown): number | undefined {
  const holder = error as { retryAfterMs?: unknown; data?: { retryAfterMs?: unknown } | null } | null
  const found = holder?.data?.retryAfterMs ?? holder?.retryAfterMs
  return typeof found === 'number' ? found : undefined
}

const MINUTE_MS = 60_000

function waitWords(ms: number | undefined): string {
  if (ms === undefined) return 'in a moment'
  if (ms <= MINUTE_MS) return `in ${Math.max(1, Math.ceil(ms / 1_000))} s`
  return `in ${Math.ceil(ms / MINUTE_MS)} minutes`
}
