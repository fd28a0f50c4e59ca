/** `removeBy`: takes a post, a film or a comment back at a host of Meta. */
import type { Verdict } from '../answer.ts'
import type { Credential, Removed } from '../contract.ts'
import type { Reply } from '../http.ts'
import { ask, redacted, secretsOf } from './graph.ts'
import { errorOf, NO_SUCH_OBJECT } from './graph-error.ts'
import type { MetaParts } from './settings.ts'

type Removal<Parts> = (parts: Parts, credential: Credential, id: string) => Promise<Removed>

/**
 * `troubleOf` says what an answer of that network means. Meta says the same of what is gone and of what the account may not
 * see; both are not there for it.
 */
export function removeBy<Parts extends MetaParts>(
  troubleOf: (reply: Reply, parts: Parts, isMutation: boolean) => Verdict | null,
): Removal<Parts> {
  return async (parts, credential, id) => {
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
}
