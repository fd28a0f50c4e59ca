/** `pageOf`: a twin's week as people read it on a terminal. */
import { networkRules } from '../../engine/post/networks/rules.ts'
import { localTimeOf } from '../../engine/post/wall-clock.ts'
import type { Destination } from '../../engine/protocol/post-shapes.ts'
import type { Prediction } from './predict.ts'
import { isLate, type Summary } from './summary.ts'
import type { Warning } from './warnings.ts'
import type { Week } from './week.ts'

export interface Page {
  readonly week: Week
  /** `seed 1, faults usual`. */
  readonly how: string
  readonly predictions: readonly Prediction[]
  readonly warnings: readonly Warning[]
  readonly summary: Summary
}

const MINUTE_MS = 60_000
const EXCERPT_CHARS = 40
const NAME_CHARS = 28
const FATE_CHARS = 22

export function pageOf({ week, how, predictions, warnings, summary }: Page): string {
  const nameOf = namesOf(week)
  const from = new Date(week.nowMs).toISOString().slice(0, 10)
  const to = new Date(week.untilMs).toISOString().slice(0, 10)
  const soonestFirst = [...predictions].sort((one, other) => ((one.at ?? '~') < (other.at ?? '~') ? -1 : 1))
  return [
    `Twin of ${week.posts.length} posts from ${from} to ${to}, ${how}`,
    '',
    ...soonestFirst.flatMap((prediction) => linesOf(prediction, nameOf(prediction.to))),
    '',
    ...summaryLines(summary, nameOf),
    ...(warnings.length === 0 ? [] : ['', 'Whatever networks do:']),
    ...warnings.map((one) => `  ${timeIn(one.at, 'UTC')}  ${nameOf(one.to)}: ${one.says}`),
  ].join('\n')
}

function linesOf(prediction: Prediction, name: string): string[] {
  const { at, timeZone, step, text, asks } = prediction
  const where = step === 0 ? name : `${name}, part ${step + 1}`
  const columns = [timeIn(at, timeZone), where.padEnd(NAME_CHARS), fateOf(prediction).padEnd(FATE_CHARS)]
  const line = `${columns.join('  ')}  ${excerptOf(text)}`.trimEnd()
  return [
    line,
    ...asks.map((ask) => `    ${timeIn(ask.at, timeZone)}  somebody is asked ${askedOf(ask.what)}`),
  ]
}

/** Troubles are sentences of their own; questions begin with what is asked. */
function askedOf(what: string): string {
  return /^(to|whether) /.test(what) ? what : `to help: ${what}`
}

function fateOf(prediction: Prediction): string {
  switch (prediction.fate) {
    case 'published':
      return isLate(prediction) ? `published ${spanOf(prediction.lateMs)} late` : 'published'
    case 'needsPerson':
      return 'needs a person'
    case 'notReached':
      return 'the one before is not out'
    default:
      return prediction.fate
  }
}

function summaryLines(summary: Summary, nameOf: NameOf): string[] {
  const { published, late, lateMsMax, needsPerson, needsPersonAnyway, quotas, costUsd } = summary
  const lateness = late === 0 ? 'all in time' : `${late} late, at most ${spanOf(lateMsMax)}`
  const rest = (['skipped', 'cancelled', 'notReached', 'unfinished'] as const).filter(
    (fate) => summary[fate] > 0,
  )
  return [
    `${published} published, ${lateness}`,
    `${needsPerson} need a person; ${needsPersonAnyway} would although nothing went wrong outside`,
    ...rest.map((fate) => `${summary[fate]} ${fate === 'notReached' ? 'not reached' : fate}`),
    ...quotas.map(({ to, at, until }) => {
      return `the quota of ${nameOf(to)} is exceeded at ${timeIn(at, 'UTC')}, until ${timeIn(until, 'UTC')}`
    }),
    `${costUsd.toFixed(2)} USD for X`,
  ]
}

/** How people call where a post goes. */
type NameOf = (to: Destination) => string

function namesOf({ accounts, conversations }: Week): NameOf {
  const names = new Map([
    ...accounts.map(({ id, network, handle, name }): [string, string] => [
      id,
      `${networkRules[network]?.title ?? network} ${handle ?? name}`,
    ]),
    ...conversations.map(({ id, title }): [string, string] => [id, title ?? 'a conversation']),
  ])
  return (to) => {
    if (to.kind === 'audience') return 'an audience'
    const id = to.kind === 'account' ? to.accountId : to.conversationId
    return (
      names.get(id) ??
      (to.kind === 'account' ? `${to.network}, an unknown account` : 'an unknown conversation')
    )
  }
}

function timeIn(at: string | null, timeZone: string): string {
  return at === null ? 'at no time'.padEnd(16) : `${localTimeOf(at, timeZone).replace('T', ' ')} ${timeZone}`
}

function spanOf(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS)
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= EXCERPT_CHARS ? line : `${line.slice(0, EXCERPT_CHARS - 1)}…`
}
