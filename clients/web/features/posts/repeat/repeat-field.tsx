/** Whether a post comes again, and how: a choice of rules, where it ends, what is left out, and the next times as they will be. */
import { useQuery } from '@tanstack/react-query'
import { Repeat as RepeatSign } from 'lucide-react'
import { Link } from 'wouter'
import { isLocalDateTime, type WallClock } from '../../../../../engine/post/wall-clock.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { useParley } from '../../../app/parley.ts'
import { postPath } from '../../../app/routes.ts'
import { useNow } from '../../../app/use-now.ts'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { FIRST_DAY } from '../calendar/first-day.ts'
import type { Draft } from '../composer/draft.ts'
import { toggled } from '../view-choice.ts'
import { DAYS, dayOf } from './days.ts'
import { EndField } from './end-field.tsx'
import { NextTimes } from './next-times.tsx'
import { faultOf, newRepeat, type Repeat, type RepeatKind } from './repeat.ts'
import { dayName, dayShort, ordinal, ruleWords } from './repeat-words.ts'

interface RepeatFieldProps {
  draft: Draft
  /** Of a post that exists: it may be part of a series already. */
  postId: string | null
  onChange: (change: Pick<Draft, 'repeat'>) => void
}

export function RepeatField({ draft, postId, onChange }: RepeatFieldProps) {
  const series = useSeriesOf(postId)
  const { at, repeat } = draft
  // what has no time cannot come again at it
  if (at === null || !isLocalDateTime(at.localDateTime)) return null
  if (series !== null) {
    return (
      <p className="flex items-start gap-2 text-sm text-ink-soft">
        <RepeatSign size={16} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
        <span>
          Part of a series: {ruleWords(series.rule)}. Copies that are made stay as they are; to skip one or to
          end the series, see{' '}
          <Link href={postPath(postId ?? series.postId)} className="text-accent underline underline-offset-2">
            the page of this post
          </Link>
          .
        </span>
      </p>
    )
  }
  const set = (change: Partial<Repeat>) => repeat && onChange({ repeat: { ...repeat, ...change } })
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium text-ink-soft">Repeats</legend>
      <KindSelect at={at} repeat={repeat} onChange={(next) => onChange({ repeat: next })} />
      {repeat !== null && (
        <>
          <OfKind repeat={repeat} onChange={set} />
          <EndField end={repeat.end} at={at} onChange={(end) => set({ end })} />
          <Meaning at={at} repeat={repeat} onChange={set} />
          {draft.approval !== 'none' && (
            <p className="mt-2 text-sm text-ink-faint">Each time is handed in for approval by itself.</p>
          )}
        </>
      )}
    </fieldset>
  )
}

/** The series that goes on and that the post is part of. */
function useSeriesOf(postId: string | null) {
  const { api } = useParley()
  const { data } = useQuery({
    queryKey: ['posts.series', postId],
    queryFn: () => api.posts.series.query(postId === null ? {} : { postId }),
    enabled: postId !== null,
  })
  return data?.items.find(({ state }) => state === 'running') ?? null
}

interface KindSelectProps {
  at: WallClock
  repeat: Repeat | null
  onChange: (repeat: Repeat | null) => void
}

function KindSelect({ at, repeat, onChange }: KindSelectProps) {
  const own = dayOf(at.localDateTime)
  const kinds: readonly (readonly [RepeatKind, string])[] = [
    ['weekdays', 'Every weekday'],
    ['weekly', 'Every week, on days of your choice'],
    ['monthly', `Every month, on the ${ordinal(Number(at.localDateTime.slice(8, 10)))}`],
    [
      'lastDay',
      `Every month, on the last ${dayName(repeat?.kind === 'lastDay' ? (repeat.days[0] ?? own) : own)}`,
    ],
    ['custom', 'By a rule of your own'],
  ]
  return (
    <select
      aria-label="Repeats"
      value={repeat?.kind ?? ''}
      onChange={(event) => {
        const kind = event.target.value as RepeatKind | ''
        onChange(kind === '' ? null : newRepeat(kind, at, repeat))
      }}
      className={`${INPUT_CLASSES} h-10 w-auto! max-w-full`}
    >
      <option value="">Never</option>
      {kinds.map(([kind, words]) => (
        <option key={kind} value={kind}>
          {words}
        </option>
      ))}
    </select>
  )
}

interface PartProps {
  repeat: Repeat
  onChange: (change: Partial<Repeat>) => void
}

/** In the order of this browser's weeks. */
const WEEK = DAYS.map((_, index) => DAYS[(index + FIRST_DAY + 6) % 7] as (typeof DAYS)[number])

function OfKind({ repeat, onChange }: PartProps) {
  const { kind, days } = repeat
  if (kind === 'weekly') {
    return (
      <fieldset className="mt-2.5 flex flex-wrap gap-1.5">
        <legend className="sr-only">Days</legend>
        {WEEK.map((day) => (
          <button
            key={day}
            type="button"
            aria-label={dayName(day)}
            aria-pressed={days.includes(day)}
            onClick={() => onChange({ days: toggled(days, day) })}
            className="h-9 min-w-11 rounded-lg px-2 text-sm font-medium text-ink-soft ring-1 ring-line-strong ring-inset hover:bg-wash aria-pressed:bg-accent aria-pressed:text-on-accent aria-pressed:ring-accent"
          >
            {dayShort(day)}
          </button>
        ))}
      </fieldset>
    )
  }
  if (kind === 'lastDay') {
    return (
      <label className="mt-2.5 flex flex-wrap items-center gap-2 text-sm text-ink-soft">
        The last
        <select
          aria-label="Day"
          value={days[0]}
          onChange={(event) => onChange({ days: DAYS.filter((day) => day === event.target.value) })}
          className={`${INPUT_CLASSES} h-9 w-auto!`}
        >
          {WEEK.map((day) => (
            <option key={day} value={day}>
              {dayName(day)}
            </option>
          ))}
        </select>
        of each month
      </label>
    )
  }
  if (kind !== 'custom') return null
  return (
    <label className="mt-2.5 block text-sm text-ink-soft">
      A recurrence rule (RFC 5545), without a beginning
      <input
        aria-label="Rule"
        value={repeat.rule}
        maxLength={LIMITS.ruleCharsMax}
        placeholder="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
        spellCheck={false}
        onChange={(event) => onChange({ rule: event.target.value })}
        className={`${INPUT_CLASSES} mt-1.5 h-10 font-mono`}
      />
    </label>
  )
}

/** The next times, or why there are none. */
function Meaning({ at, repeat, onChange }: PartProps & { at: WallClock }) {
  const nowMs = useNow(30_000)
  const fault = faultOf(repeat, at, nowMs)
  if (fault !== null) {
    return (
      <p role="alert" className="mt-3 text-sm text-danger">
        {fault}.
      </p>
    )
  }
  return <NextTimes at={at} repeat={repeat} nowMs={nowMs} onSkip={(skip) => onChange({ skip })} />
}
