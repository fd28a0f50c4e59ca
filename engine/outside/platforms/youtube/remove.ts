/** `remove`: takes a film or a comment back. Asking twice does no harm. */
import type { Credential, Removed } from '../contract.ts'
import { ask } from './ask.ts'
import type { YouTubeParts } from './settings.ts'

export async function remove(parts: YouTubeParts, credential: Credential, id: string): Promise<Removed> {
  const { apiUrl, videoId } = parts.settings
  const kind = videoId.test(id) ? 'videos' : 'comments'
  const url = `${apiUrl}/${kind}?id=${encodeURIComponent(id)}`
  const { reply, trouble } = await ask(parts, credential, 'look', { method: 'DELETE', url })
  if (trouble === null) return { is: 'ok' }
  if (reply.is === 'answered' && reply.status === 404) return { is: 'absent' }
  if (trouble.is === 'authRefresh') return { is: 'authRefresh' }
  if (trouble.is === 'rejected') return { is: 'rejected', code: trouble.code, message: trouble.message }
  return { is: 'failed', why: trouble.is === 'failed' ? trouble.why : `YouTube: ${trouble.is}` }
}
