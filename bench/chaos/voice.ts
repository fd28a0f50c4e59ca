/** A client in a chaos run: it speaks, it listens, and it writes both down. */
export interface Voice {
  readonly name: string
  /** Begins to listen to the rooms; resolves once it hears all of them. */
  listen(roomIds: readonly string[]): Promise<void>
  /** Sends at once, or as soon as it can; never waits for the answer. */
  say(roomId: string, text: string): void
  close(): Promise<void>
}

/** An account that a voice speaks for. */
export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly userId: string
  readonly accessToken: string
}
