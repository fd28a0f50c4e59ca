/** The addresses of the app: `/`, `/c/<conversationId>`, `/c/<conversationId>/<seq>` and `/operator`. */

export const OPERATOR_ROUTE = '/operator'
export const ROOM_ROUTE = '/c/:conversationId/:seq?'

/** The address of a conversation, or of one message in it. */
export function pathOf(conversationId: string, seq?: number): string {
  return seq === undefined ? `/c/${conversationId}` : `/c/${conversationId}/${seq}`
}

/** The seq in an address; null when there is none or it is no place in a conversation. */
export function readSeq(text: string | undefined): number | null {
  return text !== undefined && /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null
}
