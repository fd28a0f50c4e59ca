/** Puts the address of a conversation or a message on the clipboard. */

import { notify } from '../ui/notice.tsx'
import { pathOf } from './routes.ts'

export function copyLink(conversationId: string, seq?: number): void {
  const address = new URL(pathOf(conversationId, seq), location.origin).href
  // the clipboard exists only on https and localhost
  const copied = navigator.clipboard?.writeText(address) ?? Promise.reject(new Error('no clipboard'))
  copied.then(
    () => notify('Link copied'),
    () => notify('The browser does not allow copying here'),
  )
}
