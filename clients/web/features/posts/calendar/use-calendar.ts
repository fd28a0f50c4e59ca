/** The days of the calendar as the server knows them, and cards that are moved before it has said yes. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { Refusal } from '../../../../../engine/protocol/errors.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import type { CalendarDay, PostCard } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { notify } from '../../../ui/notice.tsx'
import type { Found } from '../bulk/choose-all.tsx'
import { dayAndTime } from '../time-words.ts'
import { useViewChoice, useZone } from '../view-choice.ts'
import { movedCard, withCard } from './move-card.ts'

/** What others plan meanwhile comes so often. */
const REFRESH_MS = 15_000
/** The most that the server gives of one day. */
const PER_DAY_MAX = 50
const KEY = 'posts.calendar'

interface Span {
  readonly from: string
  readonly days: number
  readonly perDay: number
}

export interface Calendar {
  /** Days that are not known yet are missing. */
  readonly byDate: ReadonlyMap<string, CalendarDay>
  readonly isLoading: boolean
  readonly error: Error | null
  /** All posts of these days, as far as one call changes them. */
  readonly loadAll: () => Promise<Found>
}

export function useCalendar({ from, days, perDay }: Span): Calendar {
  const { api } = useParley()
  const { statuses, accountIds, tags } = useViewChoice()
  const timeZone = useZone()
  const input = {
    from,
    days,
    perDay,
    timeZone,
    ...(statuses.length > 0 && { statuses: [...statuses] }),
    ...(accountIds.length > 0 && { accountIds: [...accountIds] }),
    ...(tags.length > 0 && { tags: [...tags] }),
  }
  const { data, isPending, error } = useQuery({
    queryKey: [KEY, input],
    queryFn: () => api.posts.calendar.query(input),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
  const byDate = useMemo(() => new Map(data?.days.map((day) => [day.date, day])), [data])
  const loadAll = async () => {
    const all = await api.posts.calendar.query({ ...input, perDay: PER_DAY_MAX })
    const cards = all.days.flatMap(({ items }) => items)
    const isMore = cards.length > LIMITS.bulkPostsMax || all.days.some((day) => day.count > day.items.length)
    return { cards: cards.slice(0, LIMITS.bulkPostsMax), isMore }
  }
  return { byDate, isLoading: isPending, error, loadAll }
}

interface Move {
  readonly card: PostCard
  readonly days: number
  readonly minutes: number
  /** It takes a move back: nothing is offered after it. */
  readonly isUndo?: boolean
}

/** Moves a card at once, and puts it back with the reason when that is refused. */
export function useMove() {
  const { api } = useParley()
  const queries = useQueryClient()
  const again = useRef<(move: Move) => void>(() => {})
  const move = useMutation({
    async mutationFn({ card, days, minutes }: Move) {
      const { results } = await api.posts.bulkReschedule.mutate({
        postIds: [card.id],
        shift: { days, minutes },
        commandId: newId(),
      })
      const [result] = results
      if (result && !result.ok) throw new Refusal(result.reason ?? 'POST_STANDS_OTHERWISE')
    },
    async onMutate({ card, days, minutes }) {
      await queries.cancelQueries({ queryKey: [KEY] })
      const before = queries.getQueriesData<{ days: readonly CalendarDay[] }>({ queryKey: [KEY] })
      const next = movedCard(card, days, minutes)
      for (const [key, data] of before) {
        const { timeZone } = key[1] as { timeZone: string }
        if (data) queries.setQueryData(key, { days: withCard(data.days, next, timeZone) })
      }
      return before
    },
    onError(error, _, before) {
      for (const [key, data] of before ?? []) queries.setQueryData(key, data)
      notify(`Put back: ${errorText(error)}`)
    },
    onSuccess(_, { card, days, minutes, isUndo = false }) {
      const moved = movedCard(card, days, minutes)
      if (isUndo || moved.at === null || moved.timeZone === null) return
      notify(`Moved to ${dayAndTime(moved.at, moved.timeZone)}`, {
        label: 'Undo',
        go: () => again.current({ card: moved, days: -days, minutes: -minutes, isUndo: true }),
      })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: [KEY] }),
  })
  again.current = move.mutate
  return move
}
