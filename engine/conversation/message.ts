/** One message as people see it: what history returns, what a view holds, what a `reset` carries. */
export interface Message {
  readonly messageId: string
  /** Its place in the conversation; for ever. */
  readonly seq: number
  readonly authorId: string
  /** The client's id of the send; a client finds its own waiting message by it. */
  readonly commandId: string
  /** The current text; '' once deleted. */
  readonly text: string
  readonly at: string
  readonly editedAt: string | null
  readonly deletedAt: string | null
  /** messageId of the message this one answers. */
  readonly replyTo: string | null
}

/** The newest page of a conversation and its state: where a client starts when events cannot bring it there. */
export interface ConversationReset {
  readonly kind: 'reset'
  /** Position's seq: all of `messages` and `conversation` are as of this event. */
  readonly seq: number
  readonly conversation: import('./state.ts').ConversationDump
  /** The newest messages, oldest first, at most one page. */
  readonly messages: readonly Message[]
}
