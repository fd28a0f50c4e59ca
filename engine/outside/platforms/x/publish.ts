/** `publish`: the one call that makes a post public on X. */
import { must } from '../../../kernel/assert.ts'
import { answered, fieldOf, textOf, unasked, type Verdict } from '../answer.ts'
import { factsOf } from '../carry.ts'
import type { Answered, Credential, Order } from '../contract.ts'
import { type Call, call } from '../http.ts'
import { isDuplicateOfAnother, quotaOf, troubleOf, unread } from './answers.ts'
import type { XParts } from './settings.ts'

/** Sent again it would be refused again, for a day; and each time is counted against the account's limit. */
const SAID_BEFORE: Verdict = {
  is: 'rejected',
  code: 'duplicate',
  message: 'X holds that the account said this already: look there before you change it.',
}

export async function publish({ settings, now }: XParts, order: Order): Promise<Answered> {
  if (order.answers !== null && !settings.mayReplyToItself) {
    const message = 'X does not let this application answer posts, so a thread ends with its first part.'
    return unasked({ is: 'rejected', code: 'reply-not-allowed', message }, 'the settings say so')
  }
  const asked: Call = {
    method: 'POST',
    url: `${settings.apiUrl}/2/tweets`,
    headers: { ...bearer(order.credential), 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(order)),
    timeoutMs: settings.timeoutMs,
  }
  const reply = await call(asked)
  const quota = quotaOf(reply, 'account')
  const trouble = troubleOf(reply, now(), true)
  if (isDuplicateOfAnother(reply, order.armedAt, now()))
    return answered(SAID_BEFORE, asked, reply, 'X calls it a duplicate, and none of it was there', quota)
  if (trouble !== null) return answered(trouble, asked, reply, `X: ${trouble.is}`, quota)
  const id = reply.is === 'answered' ? textOf(fieldOf(reply.json, 'data', 'id')) : ''
  if (id === '') return answered(unread(now()), asked, reply, 'X answered without an id', quota)
  return answered({ is: 'ok', id, url: urlOf(id) }, asked, reply, 'X answered with its id', quota)
}

export function bearer({ accessToken }: Credential): { readonly authorization: string } {
  return { authorization: `Bearer ${accessToken}` }
}

export function urlOf(id: string): string {
  return `https://x.com/i/web/status/${id}`
}

function bodyOf({ text, media, keys, answers, options }: Order): Record<string, unknown> {
  const mediaIds = media.map((_, index) => must(factsOf(keys, index).id, 'media are prepared before'))
  return {
    text,
    ...(mediaIds.length > 0 && { media: { media_ids: mediaIds } }),
    ...(answers !== null && { reply: { in_reply_to_tweet_id: answers.id } }),
    // who may answer a thread is said at its beginning
    ...(answers === null &&
      typeof options.replySettings === 'string' && { reply_settings: options.replySettings }),
    ...(options.madeWithAi === true && { made_with_ai: true }),
  }
}
