/** How far a person has read in one room, told to the server at most once a second and again until it knows. */
import type { Clock } from '../../engine/kernel/clock.ts'

const PAUSE_MS = 1_000

export interface ReadMark {
  /** The server knows this much, from wherever it learned it. */
  heard(seq: number): void
  /** This person has read up to here. */
  mark(seq: number): void
  seq(): number
  /** There is a connection: tell what is still untold. */
  live(): void
  close(): void
}

/** @param tell `conversations.markRead`; resolves with the position the server has now. */
export function makeReadMark(clock: Clock, tell: (seq: number) => Promise<number>): ReadMark {
  let read = 0
  let told = 0
  let isPausing = false
  let cancelPause = () => {}

  async function send(): Promise<void> {
    if (isPausing || read <= told) return
    isPausing = true
    cancelPause = clock.after(PAUSE_MS, () => {
      isPausing = false
      void send()
    })
    const wanted = read
    // A failure is no news: `live` tells it again after the next connect.
    const answer = await tell(wanted).catch(() => null)
    if (answer !== null) told = Math.max(told, wanted, answer)
    else cancelPause()
  }

  return {
    heard(seq) {
      told = Math.max(told, seq)
      read = Math.max(read, seq)
      void send()
    },
    mark(seq) {
      if (seq <= read) return
      read = seq
      void send()
    },
    seq: () => read,
    live() {
      isPausing = false
      void send()
    },
    close: () => cancelPause(),
  }
}
