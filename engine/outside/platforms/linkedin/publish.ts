/** `publish`: the one call that makes a post or a comment public on LinkedIn. */
import { must } from '../../../kernel/assert.ts'
import { linkedinKindOf } from '../../../post/networks/linkedin.ts'
import { answered, fieldOf, later, textOf, type Verdict } from '../answer.ts'
import { factsOf } from '../carry.ts'
import type { Answered, Order } from '../contract.ts'
import { type Call, call, type Reply } from '../http.ts'
import { isDuplicateOfAnother, troubleOf, unread } from './answers.ts'
import { commentCall, commentUrn, threadOf, urlOf } from './comments.ts'
import { toLittleText } from './little-text.ts'
import { restCall } from './requests.ts'
import type { LinkedinParts, LinkedinSettings } from './settings.ts'

export async function publish({ settings, now }: LinkedinParts, order: Order): Promise<Answered> {
  const { answers } = order
  const asked = answers === null ? postCall(settings, order) : commentCall(settings, order, answers.id)
  const reply = await call(asked)
  const trouble = troubleOf(reply, now(), true)
  if (isDuplicateOfAnother(reply, order.armedAt, now()))
    return answered(saidBefore(settings, now()), asked, reply, 'a duplicate, and none of it had been sent')
  if (trouble !== null) return answered(trouble, asked, reply, `LinkedIn: ${trouble.is}`)
  const id = idOf(reply)
  if (id === '') return answered(unread(now()), asked, reply, 'LinkedIn answered without an id')
  const whole = answers === null ? id : commentUrn(threadOf(answers.id).object, id)
  return answered({ is: 'ok', id: whole, url: urlOf(whole) }, asked, reply, 'LinkedIn answered with its id')
}

/** Looked for, it would be taken for the other one. It goes out when LinkedIn has forgotten that. */
function saidBefore({ duplicateWindowMs }: LinkedinSettings, nowMs: number): Verdict {
  const why = 'the account said the same minutes ago'
  return { is: 'failed', why, retryAt: later(nowMs, duplicateWindowMs) }
}

/** The same every time for the same order: only so is a repetition a duplicate. */
export function postCall(settings: LinkedinSettings, order: Order): Call {
  const { credential, text, options } = order
  const content = contentOf(order)
  return restCall(settings, credential, 'POST', '/rest/posts', {
    author: credential.accountRef,
    commentary: toLittleText(text),
    visibility: textOf(options.visibility) || 'PUBLIC',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
    ...(content !== null && { content }),
    lifecycleState: 'PUBLISHED',
    isReshareDisabledByAuthor: options.noReshare === true,
  })
}

/** Names of its media at LinkedIn, in their order. */
export function mediaUrns({ media, keys }: Pick<Order, 'media' | 'keys'>): string[] {
  return media.map((_, index) => must(factsOf(keys, index).urn, 'media are prepared before'))
}

/** The answer of a success has no body: the id is in a header. A comment's has both. */
export function idOf(reply: Reply): string {
  if (reply.is !== 'answered') return ''
  return textOf(fieldOf(reply.json, '$URN')) || (reply.headers.get('x-restli-id') ?? '')
}

function contentOf(order: Order): Record<string, unknown> | null {
  const { media, options } = order
  const urns = mediaUrns(order)
  const [first] = media
  if (first === undefined) return options.article === undefined ? null : { article: options.article }
  if (urns.length > 1)
    return { multiImage: { images: urns.map((id, index) => imageOf(id, media[index]?.altText)) } }
  const [id = ''] = urns
  if (linkedinKindOf(first.type) === 'image') return { media: imageOf(id, first.altText) }
  return { media: { id, ...(typeof options.title === 'string' && { title: options.title }) } }
}

function imageOf(id: string, altText: string | null | undefined): Record<string, string> {
  return { id, ...(altText && { altText }) }
}
