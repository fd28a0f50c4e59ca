/** A position names a place in a room's history: `epoch:seq`. Clients keep it; it is the `tracked()` id. */
export interface Position {
  /** Names the history. Changes only when history may have been lost. */
  readonly epoch: string
  /** The last event known: 0 before the first. */
  readonly seq: number
}

const FORM = /^([A-Za-z0-9_-]{1,32}):(0|[1-9][0-9]{0,14})$/

export function formatPosition(epoch: string, seq: number): string {
  return `${epoch}:${seq}`
}

/** Null when `text` is not a position. */
export function parsePosition(text: string): Position | null {
  const match = FORM.exec(text)
  return match ? { epoch: match[1] as string, seq: Number(match[2]) } : null
}
