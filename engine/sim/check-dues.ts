/** Is everything that was armed done, once, and in time? `checkDues` judges I10. */
import { duesOf } from '../post/due.ts'
import { foldAll } from '../post/fold.ts'
import { NO_POST } from '../post/state.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { Ledger } from './ledger.ts'
import type { MemoryDues } from './memory-dues.ts'
import type { Story } from './story.ts'
import { BEGINNING_MS } from './world.ts'

/** What the last trouble may still take: an owner that is silent for 5 s is dead, and another one has its shards soon after. */
const AFTERMATH_MS = 7_000
/** In a cluster that is well. */
const LATE_MS_MAX = 2_000

/** `healedMs`: since when nothing goes wrong; `endMs`: now. Both since the story began. */
export function checkDues(
  ledger: Ledger,
  dues: MemoryDues,
  { healedMs, endMs }: { readonly healedMs: number; readonly endMs: number },
  story: Story,
): void {
  for (const roomId of ledger.roomIds()) {
    const facts = ledger.factsOf(roomId)
    if (facts[0]?.kind === 'post')
      checkRows(
        roomId,
        facts.map(({ event }) => event as PostEvent),
        dues,
        story,
      )
  }
  const wellMs = BEGINNING_MS + healedMs + AFTERMATH_MS
  for (const { roomId, name, waker, readyMs, doneMs } of dues.done) {
    const lateMs = doneMs - Math.max(readyMs, wellMs)
    if (lateMs > LATE_MS_MAX)
      story.violate(
        'I10',
        `${waker} came ${lateMs} ms late for ${name} of ${roomId} in a cluster that was well`,
      )
  }
  for (const { roomId, name, dueMs, waker } of dues.rows()) {
    const lateMs = BEGINNING_MS + endMs - dueMs
    if (lateMs > LATE_MS_MAX)
      story.violate('I10', `nobody came for ${name} of ${roomId}, due for ${lateMs} ms, of ${waker}`)
  }
}

/** The table says what the journal says: rows are written in the room's commit. */
function checkRows(roomId: string, events: readonly PostEvent[], dues: MemoryDues, story: Story): void {
  const wanted = [...duesOf(foldAll(NO_POST, events))].map(([name, { at }]) => `${name} at ${at}`).sort()
  const kept = dues
    .rowsOf(roomId)
    .map(({ name, dueAt }) => `${name} at ${dueAt}`)
    .sort()
  if (wanted.join() !== kept.join())
    story.violate('I10', `${roomId} wants [${wanted}], and the table says [${kept}]`)
}
