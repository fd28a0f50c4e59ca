/** `rehearse`: before its time, is the token good, is it the channel's, and may the channel upload this? */
import { YOUTUBE_LIMITS } from '../../../post/networks/youtube.ts'
import { fieldOf, listOf, textOf, unasked, type Verdict } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { answer, ask } from './ask.ts'
import { filmOf, isComment, refusalOf } from './film.ts'
import { YOUTUBE_SCOPES, type YouTubeParts } from './settings.ts'

export async function rehearse(parts: YouTubeParts, order: Order): Promise<Answered> {
  const refusal = refusalOf(parts, order) ?? tokenTrouble(order)
  if (refusal !== null) return unasked(refusal, 'known without asking YouTube')
  const url = `${parts.settings.apiUrl}/channels?part=id,status&mine=true`
  const heard = await ask(parts, order.credential, 'look', { method: 'GET', url })
  if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
  const channel = channelOf(heard.json)
  if (channel?.id !== order.credential.accountRef) {
    return answer(heard, { is: 'authDead', code: 'other-channel' }, 'the token is of another channel')
  }
  if (isTooLongFor(channel, order)) return answer(heard, TOO_LONG, 'YouTube says what the channel may upload')
  return answer(heard, { is: 'ready', keys: {} }, 'YouTube knows the channel and takes the token')
}

const TOO_LONG: Verdict = {
  is: 'rejected',
  code: 'long-films-not-allowed',
  message: 'this channel may not upload films over 15 minutes: verify it at youtube.com/verify',
}

/** A token lives an hour; without one to renew it, nothing planned will ever be published. */
function tokenTrouble({ credential }: Order): Verdict | null {
  if (credential.refreshToken === null) return { is: 'authDead', code: 'no-refresh-token' }
  const { scopes } = credential
  // none at all is nothing known
  const lacksScope = scopes.length > 0 && YOUTUBE_SCOPES.some((scope) => !scopes.includes(scope))
  return lacksScope ? { is: 'authDead', code: 'scope-missing' } : null
}

interface Channel {
  readonly id: string
  /** `allowed`, `eligible` once it is verified, `disallowed`; '' when YouTube does not say. */
  readonly longUploads: string
}

function channelOf(json: unknown): Channel | null {
  const [item] = listOf(json, 'items')
  if (item === undefined) return null
  return {
    id: textOf(fieldOf(item, 'id')),
    longUploads: textOf(fieldOf(item, 'status', 'longUploadsStatus')),
  }
}

function isTooLongFor({ longUploads }: Channel, order: Order): boolean {
  if (isComment(order) || (longUploads !== 'eligible' && longUploads !== 'disallowed')) return false
  return (filmOf(order).file.durationMs ?? 0) > YOUTUBE_LIMITS.filmOfAnyChannelMsMax
}
