/** `changedDues`: what a commit changes of the rows that wake its room. */
import type { Activation } from './activation.ts'
import type { RoomWrite } from './ports.ts'

const NONE: RoomWrite['due'] = []

/**
 * Rows to set and to clear, so that the table says what `state` wants. To be called once for each commit that takes off:
 * the next one goes on from here. A commit that fails takes the room out of memory, so nothing here has to be undone.
 */
export function changedDues(activation: Activation, state: unknown): RoomWrite['due'] {
  const { kind, dues: before } = activation
  if (before === null) return NONE
  const after = kind.dues?.(state) ?? new Map<string, string>()
  activation.dues = after
  const changed: { name: string; dueAt: string | null }[] = []
  for (const [name, dueAt] of after) if (before.get(name) !== dueAt) changed.push({ name, dueAt })
  for (const name of before.keys()) if (!after.has(name)) changed.push({ name, dueAt: null })
  return changed
}
