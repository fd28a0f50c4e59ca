/** Puts the address of a conversation or a message on the clipboard. */
import { copyText } from './copy-text.ts'
import { pathOf } from './routes.ts'

export function copyLink(conversationId: string, seq?: number): void {
  copyText(new URL(pathOf(conversationId, seq), location.origin).href, 'Link copied')
}
