/** `Sessions`: which open connections belong to which session, so that signing out closes them. */
export class Sessions {
  readonly #closers = new Map<string, Set<() => void>>()

  /** Has `close` called when the session ends. Returns a function that forgets it. */
  add(sessionId: string, close: () => void): () => void {
    const ofSession = this.#closers.get(sessionId)
    if (ofSession === undefined) this.#closers.set(sessionId, new Set([close]))
    else ofSession.add(close)
    return () => {
      const closers = this.#closers.get(sessionId)
      closers?.delete(close)
      if (closers?.size === 0) this.#closers.delete(sessionId)
    }
  }

  end(sessionId: string): void {
    for (const close of [...(this.#closers.get(sessionId) ?? [])]) close()
  }
}
