/** `remove`: takes a post on X back. */
import type { Credential, Removed } from '../contract.ts'
import { call } from '../http.ts'
import { isGone, troubleOf } from './answers.ts'
import { bearer } from './publish.ts'
import type { XParts } from './settings.ts'

export async function remove(
  { settings, now }: XParts,
  credential: Credential,
  id: string,
): Promise<Removed> {
  const url = `${settings.apiUrl}/2/tweets/${encodeURIComponent(id)}`
  const reply = await call({
    method: 'DELETE',
    url,
    headers: bearer(credential),
    timeoutMs: settings.timeoutMs,
  })
  if (isGone(reply)) return { is: 'absent' }
  const trouble = troubleOf(reply, now(), false)
  if (trouble === null) return { is: 'ok' }
  if (trouble.is === 'authRefresh' || trouble.is === 'rejected') return trouble
  return { is: 'failed', why: 'why' in trouble ? trouble.why : trouble.is }
}
