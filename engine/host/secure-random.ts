/** Randomness of the machine we run on, fit for secrets: the one place outside tests where it comes from. */
import { randomFillSync } from 'node:crypto'
import type { Random } from '../kernel/ids.ts'

/** Drawn 1,024 words at a time: one system call an id would cost more than the id. */
const words = new Uint32Array(1_024)
let next = words.length

export const secureRandom: Random = () => {
  if (next === words.length) {
    randomFillSync(words)
    next = 0
  }
  return (words[next++] as number) / 0x1_0000_0000
}
