/** Time as a parameter: the runtime never asks the machine it runs on, so a simulation can own time. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. May jump; nothing correct depends on it. */
  now(): number
  /** Calls `run` once after `delayMs` (0 to 2^31 - 1). Returns a function that cancels it. */
  after(delayMs: number, run: () => void): () => void
  /** Calls `run` at the end of the current turn of the event loop. */
  nextTick(run: () => void): void
  /** Calls `run` when what runs now is done, with all that waits for promises it resolved: before the turn goes on. */
  soon(run: () => void): void
}
