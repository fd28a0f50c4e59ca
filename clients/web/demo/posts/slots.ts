/** `demoSlots`: the queues of the demo's accounts, filled by what the demo's posts plan. */
import { type SlotTime, slotTimes } from '../../../../engine/post/slots.ts'
import { refuse } from '../../../../engine/protocol/errors.ts'
import type { Slot, WebApi } from '../../app/api.ts'
import type { PostCard } from '../../app/posts-api.ts'

interface DemoSlotsOptions {
  readonly isEmpty: boolean
  /** All posts as they are now. */
  readonly cards: () => readonly PostCard[]
  readonly wait: <Value>(value: Value) => Promise<Value>
}

const ZONE = 'Europe/Berlin'
const YEAR_DAYS = 366

/** Account, days of the week, time, zone. */
const KEPT: readonly (readonly [string, readonly number[], string, string])[] = [
  ['a-x', [1, 2, 3, 4, 5], '10:00', ZONE],
  ['a-x', [1, 2, 3, 4, 5, 6, 7], '16:00', ZONE],
  ['a-x', [2, 4], '09:00', 'America/New_York'],
  ['a-instagram', [3, 6], '18:30', ZONE],
  ['a-linkedin', [2, 3, 4], '08:00', ZONE],
]

export function demoSlots({ isEmpty, cards, wait }: DemoSlotsOptions): WebApi['slots'] {
  let made = 0
  const slotOf = (slot: Omit<Slot, 'id' | 'isPaused'>): Slot => {
    made++
    return { ...slot, id: `slot-${made}`, isPaused: false }
  }
  let slots = (isEmpty ? [] : KEPT).flatMap(([accountId, weekdays, localTime, timeZone]) =>
    weekdays.map((weekday) => slotOf({ accountId, weekday, localTime, timeZone })),
  )
  slots = slots.map((slot) => (slot.weekday === 7 ? { ...slot, isPaused: true } : slot))
  const find = (slotId: string) => slots.find(({ id }) => id === slotId) ?? refuse('UNKNOWN_SLOT')
  const comingTo = (accountId: string, days: number) => {
    const now = new Date().toISOString()
    const going = cards().filter(
      ({ status, targets }) => status !== 'cancelled' && targets.some(({ toId }) => toId === accountId),
    )
    return slots
      .filter((slot) => slot.accountId === accountId && !slot.isPaused)
      .flatMap((slot) => slotTimes([slot], now, days).map((time) => ({ ...time, slotId: slot.id })))
      .map((time) => ({ ...time, posts: going.filter((card) => isAt(card, time)).map(inSlot) }))
      .sort((a, b) => a.instant.localeCompare(b.instant))
  }
  return {
    list: { query: () => wait({ items: [...slots], mayKeep: true }) },
    coming: { query: ({ accountId, days = 14 }) => wait({ items: comingTo(accountId, days) }) },
    next: {
      query: ({ accountId }) =>
        wait(comingTo(accountId, YEAR_DAYS).find(({ posts }) => posts.length === 0) ?? null),
    },
    add: {
      async mutate(input) {
        const same = slots.find(
          ({ accountId, weekday, localTime }) =>
            accountId === input.accountId && weekday === input.weekday && localTime === input.localTime,
        )
        const slot = same ?? slotOf(input)
        if (same === undefined) slots = [...slots, slot]
        return wait({ slot })
      },
    },
    remove: {
      async mutate({ slotId }) {
        const gone = find(slotId)
        slots = slots.filter((slot) => slot !== gone)
        return wait({})
      },
    },
    pause: {
      async mutate({ slotId, isPaused = true }) {
        const slot = { ...find(slotId), isPaused }
        slots = slots.map((one) => (one.id === slotId ? slot : one))
        return wait({ slot })
      },
    },
    shuffle: { mutate: () => wait({ postIds: [] }) },
  }
}

function isAt({ at }: PostCard, { instant }: SlotTime): boolean {
  return at !== null && Date.parse(at) === Date.parse(instant)
}

function inSlot({ id, status, text, mediaIds }: PostCard) {
  return { id, status, text, mediaIds: [...mediaIds] }
}
