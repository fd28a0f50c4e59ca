/** `Bus`: words between nodes. At most once: whatever it loses is repaired from the journal, so nothing correct rests on it. */

/** Why a request has no answer. `nobody`: no process listens there. `timeout`: it may have been heard. `away`: we are cut off. */
export type BusFaultKind = 'nobody' | 'timeout' | 'away'

/** What `Bus.request` rejects with, and nothing else. */
export class BusFault extends Error {
  override readonly name = 'BusFault'
  readonly kind: BusFaultKind

  constructor(kind: BusFaultKind, subject: string) {
    super(`${subject}: ${kind}`)
    this.kind = kind
  }
}

/**
 * Messages are text, at most 256 KB. From one sender on one subject they arrive in order or not at all; more is not
 * promised. Implemented by `cluster/nats.ts`, by `cluster/local-bus.ts` (one process) and by `sim/`.
 */
export interface Bus {
  /** Never throws and never waits. While the bus is away, what is published is lost. */
  publish(subject: string, text: string): void
  /** Hears what is published on `subject`, also by ourselves. Returns a function that stops it. */
  subscribe(subject: string, hear: (text: string) => void): () => void
  /** Answers requests to `subject`; a rejection is answered with nothing (the asker's time runs out). */
  answer(subject: string, answer: (text: string) => Promise<string>): () => void
  /** Resolves with the answer. Rejects with a `BusFault`, at once when nobody listens or the bus is away. */
  request(subject: string, text: string, timeoutMs: number): Promise<string>
  /** False while we are cut off: nothing arrives and nothing leaves. */
  readonly isConnected: boolean
  /** Called at every change. After `true` everything of the time between, and some moments before, may be missing. */
  onChange(hear: (isConnected: boolean) => void): () => void
  /** Sends what is queued and disconnects. */
  close(): Promise<void>
}
