/** `changedDues`: what a commit changes of the rows that wake its room. */
import type { Activation } from './activation.ts'
import type { DueAt, DueChange } from './ports.ts'

const NONE: readonly DueChange[] = []

/**
 * Rows to set and to clear, so that the table says what `state` wants. To be called once for each commit that takes off:
 * the next one goes on from here. A commit that fails takes the room out of memory, so nothing here has to be undone.
 */
export function changedDues(activation: Activation, state: unknown): readonly DueChange[] {
  const { kind, dues: before } = activation
  if (before === null) return NONE
  const after = kind.dues?.(state) ?? new Map<string, DueAt>()
  activation.dues = after
  const changed: DueChange[] = []
  for (const [name, due] of after) if (!isEqual(before.get(name), due)) changed.push({ name, due })
  for (const name of before.keys()) if (!after.has(name)) changed.push({ name, due: null })
  return changed
}

function isEqual(before: DueAt | undefined, after: DueAt): boolean {
  return before?.at === after.at && before.waker === after.waker
}
