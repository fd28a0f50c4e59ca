/** A command with everything the machine may not find out for itself: who asks, when, and under which ids. */
export type Asked<Command extends { readonly type: string }> = Command & {
  readonly authorId: string
  /** The organisation the author acts in; checked against the room's by the machine. */
  readonly organisationId: string
  readonly commandId: string
  /** ISO 8601 in UTC. */
  readonly at: string
  /** A fresh id, for whatever the command brings into the world. It carries the seq that the event will have. */
  readonly freshId: string
  /** The message the command speaks of, when it speaks of one and there is such a message. */
  readonly found: FoundMessage | null
}

/** What the runtime looks up for a command that speaks of a message. */
export interface FoundMessage {
  readonly messageId: string
  readonly authorId: string
  readonly text: string
  readonly deleted: boolean
}
