/** `Schedule`: when each message of an open loop is due, whatever became of those before it. */

export interface Schedule {
  readonly rate: number
  readonly startUs: number
}

/** When message `index` is due, in µs. Its latency counts from here, however late it was sent. */
export function dueUs({ rate, startUs }: Schedule, index: number): number {
  return startUs + (index * 1_000_000) / rate
}

/** How many messages are due at `nowUs`; at most `total`. */
export function dueBy({ rate, startUs }: Schedule, nowUs: number, total: number): number {
  if (nowUs < startUs) return 0
  return Math.min(total, Math.floor(((nowUs - startUs) * rate) / 1_000_000) + 1)
}
