/** `remove`: takes a post, a film or a comment of a page back. */
import type { Credential, Removed } from '../contract.ts'
import { ask, redacted, secretsOf } from '../meta/graph.ts'
import { errorOf, NO_SUCH_OBJECT } from '../meta/graph-error.ts'
import { troubleOf } from './answers.ts'
import type { FacebookParts } from './settings.ts'

/** Facebook says the same of what is gone and of what the page may not see; both are not there for it. */
export async function remove(parts: FacebookParts, credential: Credential, id: string): Promise<Removed> {
  const path = `/${encodeURIComponent(id)}`
  const { reply } = await ask(parts, credential, { method: 'DELETE', path })
  if (errorOf(reply)?.subcode === NO_SUCH_OBJECT) return { is: 'absent' }
  const trouble = troubleOf(reply, parts, false)
  if (trouble === null) return { is: 'ok' }
  if (trouble.is === 'authRefresh') return { is: 'authRefresh' }
  const secrets = secretsOf(credential)
  if (trouble.is === 'rejected') {
    return { is: 'rejected', code: trouble.code, message: redacted(trouble.message, secrets) }
  }
  return { is: 'failed', why: 'why' in trouble ? redacted(trouble.why, secrets) : trouble.is }
}
