/** `Sessions`: which open connections belong to which session, so that signing out closes them. */
type Closer = () => void

export class Sessions {
  /** Mostly one connection a session, and a set of one takes 300 bytes. */
  readonly #closers = new Map<string, Closer | Set<Closer>>()

  /** Has `close` called when the session ends. Returns a function that forgets it. */
  add(sessionId: string, close: () => void): () => void {
    const ofSession = this.#closers.get(sessionId)
    if (ofSession === undefined) this.#closers.set(sessionId, close)
    else if (ofSession instanceof Set) ofSession.add(close)
    else this.#closers.set(sessionId, new Set([ofSession, close]))
    return () => {
      const closers = this.#closers.get(sessionId)
      if (closers instanceof Set) closers.delete(close)
      if (closers === close || (closers instanceof Set && closers.size === 0)) this.#closers.delete(sessionId)
    }
  }

  end(sessionId: string): void {
    const closers = this.#closers.get(sessionId) ?? []
    for (const close of typeof closers === 'function' ? [closers] : [...closers]) close()
  }
}
