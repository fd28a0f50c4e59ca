/** A process of the test beside it: makes things to keep, then the same things to forget, and says how many bytes of each grew old. */
import { getHeapSpaceStatistics } from 'node:v8'
import { keepYoungYoung } from './young-heap.ts'

keepYoungYoung()
const KEPT = 300_000
const MADE = 2_000_000
/** After so many all code is compiled. */
const WARM = 200_000
const LOOK_EVERY = 1_000

/** As a room makes its state from the one before. */
function next(before: { readonly head: number; readonly last: object }) {
  return { ...before, head: before.head + 1, last: { at: before.head, by: before } }
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'old_space')?.space_used_size ?? 0
}

const first = { head: 0, last: {} }
const kept = Array.from({ length: KEPT }, () => next(first))
let grown = 0
let last = oldBytes()
for (let turn = 1; turn <= MADE; turn++) {
  next(first)
  if (turn % LOOK_EVERY > 0) continue
  const now = oldBytes()
  // a full collection makes it less
  if (turn > WARM && now > last) grown += now - last
  last = now
}
if (kept.length < KEPT) throw new Error('what is kept has gone')
process.stdout.write(String(grown / (MADE - WARM)))
