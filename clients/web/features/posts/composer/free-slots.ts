/** `freeSlots`: the next free slots of several accounts as the choices they are. Pure. */
import { instantOf } from '../../../../../engine/post/wall-clock.ts'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'

type Account = Extract<Destination, { kind: 'account' }>

export interface FreeSlot {
  /** To the minute. */
  readonly localDateTime: string
  readonly timeZone: string
  /** ISO 8601 in UTC. */
  readonly instant: string
  /** Those whose slot it is. */
  readonly accounts: readonly Account[]
}

export interface Answer {
  readonly to: Account
  /** Null: it has none. */
  readonly slot: { readonly localDateTime: string; readonly timeZone: string } | null
}

/** Soonest first. Slots of one instant are one choice, on the clocks of the first account. */
export function freeSlots(answers: readonly Answer[]): FreeSlot[] {
  const found = new Map<string, FreeSlot>()
  for (const { to, slot } of answers) {
    if (slot === null) continue
    const instant = instantOf({ ...slot, gap: 'after', overlap: 'first' })
    // no time is skipped by `after`
    if (instant === null) continue
    const before = found.get(instant)
    const localDateTime = slot.localDateTime.slice(0, 16)
    found.set(instant, {
      ...(before ?? { localDateTime, timeZone: slot.timeZone, instant }),
      accounts: [...(before?.accounts ?? []), to],
    })
  }
  return [...found.values()].sort((a, b) => a.instant.localeCompare(b.instant))
}

/** "Northwind on X and Northwind on Instagram". */
export function namesOf({ accounts }: FreeSlot, nameOf: (to: Destination) => string): string {
  return accounts.map(nameOf).join(' and ')
}
