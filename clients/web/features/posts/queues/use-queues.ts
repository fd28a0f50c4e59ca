/** `useSlots`, `useComing` and `useSlotDeeds`: the weekly times of accounts, what comes in them, and what is done to them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import type { NewSlot, Slot } from '../../../app/api.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText, reasonOf } from '../../../app/reasons.ts'
import { notify } from '../../../ui/notice.tsx'
import { zoneName } from '../time-words.ts'

const KEY = 'slots.list'
const COMING = 'slots.coming'
/** What others plan meanwhile comes so often. */
const REFRESH_MS = 30_000

export function useSlots() {
  const { api } = useParley()
  return useQuery({ queryKey: [KEY], queryFn: () => api.slots.list.query({}) })
}

/** Of a month. An account without slots is not asked about. */
export function useComing(accountId: string, hasSlots: boolean) {
  const { api } = useParley()
  return useQuery({
    queryKey: [COMING, accountId],
    queryFn: () => api.slots.coming.query({ accountId, days: LIMITS.slotDaysMax }),
    enabled: hasSlots,
    // whoever comes back from the composer sees what they just planned
    staleTime: 0,
    refetchInterval: REFRESH_MS,
  })
}

/** Each reads anew what it changed, also when it failed half-way. */
export function useSlotDeeds(accountId: string) {
  const { api } = useParley()
  const queries = useQueryClient()
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: [KEY] }),
      queries.invalidateQueries({ queryKey: [COMING, accountId] }),
    ])
  const onError = (error: Error) => notify(errorText(error))
  const add = useMutation({
    async mutationFn({ weekdays, ...at }: Omit<NewSlot, 'accountId' | 'weekday'> & { weekdays: number[] }) {
      const asked = weekdays.map((weekday) => api.slots.add.mutate({ accountId, weekday, ...at }))
      return (await Promise.all(asked)).map(({ slot }) => slot)
    },
    onSuccess(slots, { timeZone }) {
      const other = slots.find((slot) => slot.timeZone !== timeZone)
      if (other) notify(`${other.localTime} was there already, in ${zoneName(other.timeZone)}`)
    },
    onSettled,
  })
  const pause = useMutation({
    mutationFn: ({ id, isPaused }: Slot) => api.slots.pause.mutate({ slotId: id, isPaused: !isPaused }),
    onError,
    onSettled,
  })
  const remove = useMutation({
    async mutationFn({ id }: Slot) {
      try {
        await api.slots.remove.mutate({ slotId: id })
      } catch (error) {
        // somebody else was quicker
        if (reasonOf(error) !== 'UNKNOWN_SLOT') throw error
      }
    },
    onSuccess: (_, { weekday, localTime, timeZone }) =>
      notify(`${localTime} is taken out; what is planned stays planned`, {
        label: 'Undo',
        go: () => add.mutate({ weekdays: [weekday], localTime, timeZone }),
      }),
    onError,
    onSettled,
  })
  const shuffle = useMutation({
    mutationFn: () => api.slots.shuffle.mutate({ accountId, commandId: newId() }),
    onSuccess({ postIds }) {
      notify(
        postIds.length === 0 ? 'There was nothing to shuffle' : `${postIds.length} posts have another time`,
      )
      for (const queryKey of [['posts.calendar'], ['posts.list'], ['posts.get']])
        void queries.invalidateQueries({ queryKey })
    },
    onSettled,
  })
  return { add, pause, remove, shuffle }
}
