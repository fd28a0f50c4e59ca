/** `publish`: the one call that makes an uploaded film public, or puts a comment under one. */
import { fieldOf, textOf, unasked, type Verdict } from '../answer.ts'
import type { Answered, Order } from '../contract.ts'
import { ambiguous, NOT_AUDITED } from './answers.ts'
import { answer, ask } from './ask.ts'
import { threadOf, urlOf } from './comments.ts'
import { filmOf, isComment, refusalOf } from './film.ts'
import type { YouTubeParts } from './settings.ts'
import { videoOf, watchUrlOf } from './videos.ts'

export async function publish(parts: YouTubeParts, order: Order): Promise<Answered> {
  const refusal = refusalOf(parts, order)
  if (refusal !== null) return unasked(refusal, 'YouTube would not take it')
  if (isComment(order)) return comment(parts, order)
  const { videoId } = order.keys
  if (!videoId) return unasked(NOT_UPLOADED, 'there is nothing at YouTube to make public')
  return release(parts, order, videoId)
}

const NOT_UPLOADED: Verdict = {
  is: 'rejected',
  code: 'not-uploaded',
  message: 'the film was never brought to YouTube',
}

async function release(parts: YouTubeParts, order: Order, videoId: string): Promise<Answered> {
  const { privacy, status } = filmOf(order)
  const heard = await ask(parts, order.credential, 'publish', {
    method: 'PUT',
    url: `${parts.settings.apiUrl}/videos?part=status`,
    json: { id: videoId, status: { ...status, privacyStatus: privacy } },
  })
  if (heard.trouble !== null) return answer(heard, heard.trouble, `YouTube: ${heard.trouble.is}`)
  const is = videoOf(heard.json).privacy
  if (is === privacy) {
    const outcome = { is: 'ok' as const, id: videoId, url: watchUrlOf(parts, videoId) }
    return answer(heard, outcome, `YouTube answered that it is ${privacy}`)
  }
  if (is === 'private') return answer(heard, NOT_AUDITED, 'YouTube said yes and left it private')
  return answer(
    heard,
    ambiguous(parts, 'YouTube answered without its state'),
    'YouTube said yes and not to what',
  )
}

async function comment(parts: YouTubeParts, order: Order): Promise<Answered> {
  const { text: textOriginal, credential, answers } = order
  const thread = threadOf(parts, answers?.id ?? '')
  const { videoId, parentId } = thread
  const { apiUrl, commentLookAfterMs } = parts.settings
  const heard = await ask(parts, credential, 'publish', {
    method: 'POST',
    ...(parentId === null
      ? {
          url: `${apiUrl}/commentThreads?part=snippet`,
          json: { snippet: { videoId, topLevelComment: { snippet: { textOriginal } } } },
        }
      : { url: `${apiUrl}/comments?part=snippet`, json: { snippet: { parentId, textOriginal } } }),
  })
  const { trouble } = heard
  if (trouble?.is === 'ambiguous') {
    return answer(heard, ambiguous(parts, trouble.why, commentLookAfterMs), 'YouTube: ambiguous')
  }
  if (trouble !== null) return answer(heard, trouble, `YouTube: ${trouble.is}`)
  const id = textOf(fieldOf(heard.json, 'id'))
  if (id === '') {
    const outcome = ambiguous(parts, 'YouTube answered without an id', commentLookAfterMs)
    return answer(heard, outcome, 'YouTube answered without an id')
  }
  const outcome = { is: 'ok' as const, id, url: urlOf(parts, thread, id) }
  return answer(heard, outcome, 'YouTube answered with its id')
}
