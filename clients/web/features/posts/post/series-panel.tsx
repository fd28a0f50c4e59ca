/** What of a post's series its page shows: the rule, the next times, which of them is left out, and the end. Nothing for other posts. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Repeat } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { SeriesView } from '../../../app/api.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText, reasonText } from '../../../app/reasons.ts'
import { postPath } from '../../../app/routes.ts'
import { Button } from '../../../ui/button.tsx'
import { notify } from '../../../ui/notice.tsx'
import { dateName, endWords, ruleWords } from '../repeat/repeat-words.ts'
import { StatusChip } from '../status-chip.tsx'
import { dayAndTime } from '../time-words.ts'
import { EndSeriesDialog } from './end-series-dialog.tsx'

export function SeriesPanel({ postId }: { postId: string }) {
  const { api } = useParley()
  const { data, error } = useQuery({
    queryKey: ['posts.series', postId],
    queryFn: () => api.posts.series.query({ postId }),
  })
  // its page is about the post: a series that cannot be read says so in one line
  if (error)
    return <p className="text-sm text-danger">Whether it comes again is not known: {errorText(error)}</p>
  const items = data?.items ?? []
  const running = items.filter(({ state }) => state === 'running')
  // of those that are over, the newest says enough
  return (running.length > 0 ? running : items.slice(0, 1)).map((series) => (
    <OneSeries key={series.id} series={series} postId={postId} />
  ))
}

interface OneSeriesProps {
  series: SeriesView
  /** The post that is looked at. */
  postId: string
}

function OneSeries({ series, postId }: OneSeriesProps) {
  const [isEnding, setEnding] = useState(false)
  const { rule, state, next, mayEnd } = series
  const isRunning = state === 'running'
  const ends = endWords(series)
  const hasMore = isRunning || (state !== 'ended' && next.length > 0)
  return (
    <section aria-label="Series" className="rounded-2xl bg-wash px-4 py-3.5">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Repeat
          size={20}
          className={`mt-0.5 shrink-0 ${isRunning ? 'text-accent' : 'text-ink-faint'}`}
          aria-hidden="true"
        />
        <div className="min-w-0 flex-1 basis-52">
          <h2 className="font-medium">
            Part of a series: {ruleWords(rule)}
            {ends !== '' && `, ${ends}`}
          </h2>
          <Standing series={series} />
        </div>
        {hasMore && mayEnd && <Button onClick={() => setEnding(true)}>End series</Button>}
      </div>
      {next.length > 0 && (
        <ol aria-label="Next times" className="mt-2.5 divide-y divide-line border-t border-line">
          {next.map((time) => (
            <NextTime key={time.localDateTime} series={series} time={time} isThis={time.postId === postId} />
          ))}
        </ol>
      )}
      {series.postId !== postId && (
        <Link
          href={postPath(series.postId)}
          className="mt-2.5 inline-block text-sm text-accent hover:underline"
        >
          The post it is copied from
        </Link>
      )}
      {isEnding && <EndSeriesDialog series={series} onClose={() => setEnding(false)} />}
    </section>
  )
}

function Standing({ series: { state, trouble, next, endedAt, timeZone } }: { series: SeriesView }) {
  const when = endedAt === null ? '' : ` on ${dateName(endedAt.slice(0, 10))}`
  const left = next.length > 0 ? ' What is made goes out all the same.' : ''
  switch (state) {
    case 'running':
      return (
        <p className="text-sm text-ink-soft">
          It goes on by the clocks of {timeZone}. A change of this post changes no copy that is made.
        </p>
      )
    case 'stopped':
      return (
        <p className="text-sm text-danger">
          No more copies could be made{when}: {reasonText(trouble)} Mend it, and let the post repeat again.
          {left}
        </p>
      )
    case 'ended':
      return (
        <p className="text-sm text-ink-soft">
          It was ended{when}.{left}
        </p>
      )
    case 'finished':
      return <p className="text-sm text-ink-soft">All its copies are made.</p>
  }
}

interface NextTimeProps {
  series: SeriesView
  time: SeriesView['next'][number]
  isThis: boolean
}

function NextTime({ series, time: { localDateTime, instant, postId, status }, isThis }: NextTimeProps) {
  const date = localDateTime.slice(0, 10)
  const skip = useSkip(series.id, date)
  const words = instant === null ? dateName(date) : dayAndTime(instant, series.timeZone)
  const isOver = status === 'cancelled' || status === 'published'
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 py-1 text-sm">
      {postId === null || isThis ? (
        <span className="tabular-nums">{words}</span>
      ) : (
        <Link href={postPath(postId)} className="tabular-nums hover:underline">
          {words}
        </Link>
      )}
      {isThis && <span className="text-ink-faint">this one</span>}
      <span className="ml-auto flex items-center gap-2">
        {status === null ? (
          <span className="text-ink-faint">made a month before</span>
        ) : (
          <StatusChip status={status} />
        )}
        {series.mayEnd && !isOver && (
          <Button
            look="quiet"
            className="h-8 px-2.5"
            aria-label={`Skip ${dateName(date)}`}
            busy={skip.isPending}
            onClick={() => skip.mutate()}
          >
            {isThis ? 'Skip this one' : 'Skip'}
          </Button>
        )}
      </span>
    </li>
  )
}

function useSkip(seriesId: string, date: string) {
  const { api } = useParley()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.posts.skipInSeries.mutate({ seriesId, date, commandId: newId() }),
    onSuccess() {
      for (const queryKey of [['posts.series'], ['posts.get'], ['posts.calendar'], ['posts.list']])
        void queries.invalidateQueries({ queryKey })
      notify(`It does not come on ${dateName(date)}`)
    },
    onError: (error) => notify(errorText(error)),
  })
}
