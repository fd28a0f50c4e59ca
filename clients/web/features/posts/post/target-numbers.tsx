/** `TargetNumbers`: how a target does where it is public, as its network tells it: the newest numbers and their course. */
import { useQuery } from '@tanstack/react-query'
import { useParley } from '../../../app/parley.ts'
import type { StepMetrics, StepView, TargetView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { NETWORK_TITLES } from '../../../ui/network-mark.tsx'
import { Bone } from '../../../ui/skeleton.tsx'
import { Sparkline } from '../../../ui/sparkline.tsx'
import { dayAndTime } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { stepName } from './life-words.ts'
import { ageWords, COUNTS, drawnCount, noNumbersWords, shortNumber, wholeNumber } from './number-words.ts'

/** Numbers of networks are hours old anyway. */
const REFRESH_MS = 5 * 60_000

interface TargetNumbersProps {
  postId: string
  target: TargetView
}

/** Nothing before a step of it is public at a network. */
export function TargetNumbers({ postId, target }: TargetNumbersProps) {
  const isOut = target.to.kind === 'account' && target.steps.some(({ life }) => life === 'published')
  return isOut ? <Numbers postId={postId} target={target} /> : null
}

function Numbers({ postId, target: { id, to, steps } }: TargetNumbersProps) {
  const { api } = useParley()
  const nowMs = useNow(60_000)
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['posts.metrics', postId],
    queryFn: () => api.posts.metrics.query({ postId }),
    refetchInterval: REFRESH_MS,
  })
  const network = to.kind === 'account' ? NETWORK_TITLES[to.network] : ''
  return (
    <section aria-label="How it does" className="border-t border-line px-4 py-3">
      {data ? (
        <ul className="space-y-3">
          {steps.map((step, index) =>
            step.life === 'published' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <li key={index}>
                {steps.length > 1 && (
                  <h4 className="mb-1 text-xs font-medium text-ink-soft">
                    {stepName(index, to.kind === 'account' && to.network === 'x')}
                  </h4>
                )}
                <StepNumbers
                  result={step.result}
                  metrics={data.items.find((item) => item.targetId === id && item.step === index) ?? null}
                  network={network}
                  nowMs={nowMs}
                />
              </li>
            ) : null,
          )}
        </ul>
      ) : error ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
          <p>{errorText(error)}</p>
          <Button
            look="quiet"
            className="h-8 px-2.5 text-sm"
            busy={isFetching}
            onClick={() => void refetch()}
          >
            Try again
          </Button>
        </div>
      ) : (
        <div role="status" aria-label="Loading the numbers" className="animate-late">
          <Bone className="h-9 w-full max-w-80" />
        </div>
      )}
    </section>
  )
}

interface StepNumbersProps {
  result: StepView['result']
  metrics: StepMetrics | null
  network: string
  nowMs: number
}

function StepNumbers({ result, metrics, network, nowMs }: StepNumbersProps) {
  if (!metrics?.latest) {
    return <p className="text-sm text-ink-soft">{noNumbersWords(metrics, result, network, nowMs)}</p>
  }
  const { latest } = metrics
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <dl className="grid grid-cols-4 gap-x-5 max-sm:w-full">
          {COUNTS.map(({ count, label }) => (
            <div key={count} className="flex flex-col-reverse">
              <dt className="text-xs text-ink-faint">{label}</dt>
              <dd className="text-md leading-tight font-semibold tabular-nums">
                <OneNumber value={latest[count]} network={network} />
              </dd>
            </div>
          ))}
        </dl>
        <Course metrics={metrics} />
      </div>
      <p className="mt-2 text-xs text-ink-faint">{ageWords(latest.at, metrics, nowMs)}</p>
    </>
  )
}

/** What is not told is no zero. */
function OneNumber({ value, network }: { value: number | null; network: string }) {
  if (value !== null) return <span title={wholeNumber(value)}>{shortNumber(value)}</span>
  const why = `${network} does not tell`
  return (
    <span title={why} className="font-normal text-ink-faint">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{why}</span>
    </span>
  )
}

function Course({ metrics }: { metrics: StepMetrics }) {
  const zone = useZone()
  const drawn = drawnCount(metrics)
  if (drawn === null) return null
  const known = metrics.history.flatMap(({ at, [drawn]: value }) => (value === null ? [] : [{ at, value }]))
  const course = known.map(({ at, value }) => `${wholeNumber(value)} on ${dayAndTime(at, zone)}`).join(', ')
  return (
    <Sparkline
      points={known.map(({ at, value }) => ({ atMs: Date.parse(at), value }))}
      label={`${drawn} so far: ${course}`}
    />
  )
}
