/** One target of a post: where each of its steps stands, what comes next, and what a person can do about it. */
import { ExternalLink } from 'lucide-react'
import { Link } from 'wouter'
import { nextLife } from '../../../../../engine/post/chart.ts'
import type { NextLine, PostView, StepView, TargetView } from '../../../app/posts-api.ts'
import { ACCOUNTS_PATH, pathOf } from '../../../app/routes.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'
import { TONE_CHIPS } from '../status-look.ts'
import { dayAndTime, fromNow } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { heldWords, lifeWords, stepName } from './life-words.ts'
import { Resolve } from './resolve.tsx'
import { TargetNumbers } from './target-numbers.tsx'
import { usePostDeed } from './use-post.ts'

interface TargetPanelProps {
  post: PostView
  target: TargetView
  next: readonly NextLine[]
}

export function TargetPanel({ post, target, next }: TargetPanelProps) {
  const { to, account, title, steps, held } = target
  const network = to.kind === 'account' ? to.network : to.kind
  const name = account?.name ?? title ?? 'A conversation'
  const cancel = usePostDeed(post.id)
  const isHeld = heldWords(held)
  const isCancellable = steps.some(({ life }) => nextLife(life, 'cancel') !== null)
  return (
    <section
      aria-label={to.kind === 'account' ? `${name} on ${NETWORK_TITLES[to.network]}` : name}
      className="rounded-2xl bg-raised shadow-sheet"
    >
      <header className="flex items-center gap-3 px-4 pt-3.5 pb-2">
        <NetworkMark network={network} size={30} />
        <div className="min-w-0 flex-1">
          <h3 className="truncate leading-tight font-semibold">{name}</h3>
          <p className="truncate text-xs text-ink-faint">
            {to.kind === 'account' ? NETWORK_TITLES[to.network] : 'Conversation'}
            {account?.handle && ` · ${account.handle}`}
          </p>
        </div>
        {isCancellable && post.targets.length > 1 && (
          <Button
            look="quiet"
            className="h-8 px-2.5 text-sm"
            busy={cancel.isPending}
            onClick={() => cancel.mutate({ do: 'cancelTarget', targetId: target.id })}
          >
            Leave out
          </Button>
        )}
      </header>
      {isHeld && (
        <p className="mx-4 mb-1 rounded-lg bg-signal-wash px-2.5 py-1.5 text-sm text-signal-ink">{isHeld}</p>
      )}
      <ol className="pb-1.5">
        {steps.map((step, index) => (
          <StepLine
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            key={index}
            post={post}
            target={target}
            step={step}
            index={index}
            next={soonest(next.filter((line) => line.targetId === target.id && line.step === index))}
          />
        ))}
      </ol>
      <TargetNumbers postId={post.id} target={target} />
    </section>
  )
}

/** One is enough: what comes after it may come otherwise. */
function soonest(next: readonly NextLine[]): readonly NextLine[] {
  return next.toSorted((a, b) => a.at.localeCompare(b.at)).slice(0, 1)
}

interface StepLineProps {
  post: PostView
  target: TargetView
  step: StepView
  index: number
  next: readonly NextLine[]
}

function StepLine({ post, target, step, index, next }: StepLineProps) {
  const zone = useZone()
  const nowMs = useNow(15_000)
  const { label, tone, detail } = lifeWords(step.life)
  const isThread = target.to.kind === 'account' && target.to.network === 'x'
  return (
    <li className="px-4 py-2">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className={classes('rounded-md px-1.5 py-0.5 text-xs font-medium', TONE_CHIPS[tone])}>
          {label}
        </span>
        {target.steps.length > 1 && (
          <span className="text-sm text-ink-soft">{stepName(index, isThread)}</span>
        )}
        {step.result && <span className="text-sm text-ink-faint">{dayAndTime(step.result.at, zone)}</span>}
        {step.trouble && step.attempt > 1 && (
          <span className="text-xs text-ink-faint">attempt {step.attempt}</span>
        )}
        <Out target={target} step={step} />
      </div>
      {step.trouble && <p className="mt-1 text-sm text-danger">{sentence(step.trouble)}</p>}
      {detail && <p className="mt-1 text-sm text-ink-soft">{detail}</p>}
      {next.map(({ work, at, says }) => (
        <p key={work} className="mt-1 text-sm text-ink-faint">
          Next: {says}, {Date.parse(at) <= nowMs ? 'any moment' : fromNow(at, nowMs)}
        </p>
      ))}
      <Deeds post={post} target={target} step={step} index={index} />
      {step.evidence && <Proof evidence={step.evidence} />}
    </li>
  )
}

/** To what is out. */
function Out({ target: { to }, step: { result } }: { target: TargetView; step: StepView }) {
  if (!result) return null
  const look = 'ml-auto inline-flex items-center gap-1.5 text-sm font-medium text-accent hover:underline'
  if (to.kind === 'conversation') {
    return (
      <Link href={pathOf(to.conversationId)} className={look}>
        Open
      </Link>
    )
  }
  // only what networks give as an address of theirs is a link
  if (!result.url || !/^https?:\/\//.test(result.url)) return null
  return (
    <a href={result.url} target="_blank" rel="noreferrer" className={look}>
      See it
      <ExternalLink size={13} aria-hidden="true" />
    </a>
  )
}

function Deeds({ post, target, step, index }: Omit<StepLineProps, 'next'>) {
  const deed = usePostDeed(post.id)
  const canRetry = nextLife(step.life, 'retry') !== null
  if (step.life === 'needsHuman') return <Resolve post={post} target={target} step={index} />
  if (!canRetry) return null
  return (
    <div className="mt-2 flex flex-wrap gap-2">
      <Button
        busy={deed.isPending}
        onClick={() => deed.mutate({ do: 'retry', targetId: target.id, step: index })}
      >
        Try again
      </Button>
      {step.life === 'authNeeded' && (
        <Link
          href={ACCOUNTS_PATH}
          className="inline-flex h-9 items-center rounded-lg px-3.5 font-medium text-accent hover:bg-wash"
        >
          To the accounts
        </Link>
      )}
    </div>
  )
}

function Proof({ evidence }: { evidence: NonNullable<StepView['evidence']> }) {
  return (
    <details className="mt-1.5 text-xs text-ink-faint">
      <summary className="inline rounded hover:text-ink">How we know</summary>
      <p className="mt-1 text-ink-soft">{sentence(evidence.proof)}</p>
      {evidence.response && (
        <pre className="mt-1 max-h-40 overflow-auto rounded-lg bg-wash p-2 font-mono break-all whitespace-pre-wrap">
          {evidence.status !== null && `${evidence.status} `}
          {evidence.response}
        </pre>
      )}
    </details>
  )
}

/** With a capital at its beginning and a full stop at its end. */
function sentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.!?]$/.test(begun) ? begun : `${begun}.`
}
