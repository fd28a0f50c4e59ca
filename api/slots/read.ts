/** Reads of slots: those there are, and the next one that is free. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { PostingSlot } from '../../engine/store/entities/posting-slot.ts'
import { nextSlotOf } from '../../engine/store/next-slot.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkAccount } from './check.ts'

export interface Slot {
  readonly id: string
  readonly accountId: string
  /** ISO 8601: 1 is Monday. */
  readonly weekday: number
  /** `09:00`. */
  readonly localTime: string
  readonly timeZone: string
  readonly isPaused: boolean
}

/** By account, then by time of the week. */
export async function list(
  { node, session }: SignedInCtx,
  { accountId }: { readonly accountId?: string | undefined },
): Promise<{ items: Slot[] }> {
  if (accountId !== undefined && !isUuid(accountId)) return { items: [] }
  const found = await node.store
    .scoped(session.organisationId)
    .find(PostingSlot, accountId === undefined ? {} : { accountId }, {
      orderBy: { accountId: 'asc', weekday: 'asc', localTime: 'asc' },
    })
  return { items: found.map(slotOf) }
}

/** Null when the account has no slot, or none is free within a year. Refuses with UNKNOWN_ACCOUNT. */
export async function next(
  ctx: SignedInCtx,
  { accountId }: { readonly accountId: string },
): Promise<{ localDateTime: string; timeZone: string } | null> {
  await checkAccount(ctx, accountId)
  const { node, session } = ctx
  const after = new Date(node.clock.now()).toISOString()
  const slot = await nextSlotOf(node.store, { organisationId: session.organisationId, accountId }, after)
  return slot && { localDateTime: slot.localDateTime, timeZone: slot.timeZone }
}

export function slotOf({
  id,
  accountId,
  weekday,
  localTime,
  timeZone,
  paused,
}: Omit<PostingSlot, 'organisationId'>): Slot {
  return { id, accountId, weekday, localTime, timeZone, isPaused: paused }
}
