/** `remove`: takes a post or a comment on LinkedIn back. */
import type { Credential, Removed } from '../contract.ts'
import { type Call, call } from '../http.ts'
import { troubleOf } from './answers.ts'
import { threadOf } from './comments.ts'
import { restCall } from './requests.ts'
import type { LinkedinParts, LinkedinSettings } from './settings.ts'

export async function remove(
  { settings, now }: LinkedinParts,
  credential: Credential,
  id: string,
): Promise<Removed> {
  const reply = await call(removeCall(settings, credential, id))
  if (reply.is === 'answered' && reply.status === 404) return { is: 'absent' }
  const trouble = troubleOf(reply, now(), false)
  if (trouble === null) {
    const isDone = reply.is === 'answered' && settings.deletedStatuses.includes(reply.status)
    return isDone ? { is: 'ok' } : { is: 'failed', why: 'LinkedIn did not say that it is gone' }
  }
  if (trouble.is === 'authRefresh' || trouble.is === 'rejected') return trouble
  if (trouble.is === 'authDead')
    return { is: 'rejected', code: trouble.code, message: 'LinkedIn does not let this account.' }
  return { is: 'failed', why: 'why' in trouble ? trouble.why : trouble.is }
}

function removeCall(settings: LinkedinSettings, credential: Credential, id: string): Call {
  const { object, parent } = threadOf(id)
  if (parent === null)
    return restCall(settings, credential, 'DELETE', `/rest/posts/${encodeURIComponent(id)}`)
  const number = parent.slice(parent.lastIndexOf(',') + 1, -1)
  const comment = `/rest/socialActions/${encodeURIComponent(object)}/comments/${number}`
  const actor = encodeURIComponent(credential.accountRef)
  return restCall(settings, credential, 'DELETE', `${comment}?actor=${actor}`)
}
