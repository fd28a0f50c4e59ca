/** `taleOf` and `nextsOf`: what happened to a post, and what will, in words for people. Pure: server and clients tell the same. */
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { Evidence, Holder, Outcome, Purpose } from '../protocol/post-shapes.ts'
import { duesOf, workOf } from './due.ts'
import type { PostState } from './state.ts'

export interface Tale {
  readonly says: string
  readonly targetId: string | null
  readonly evidence: Evidence | null
}

/** How a target is called: the account's name, the conversation's title. */
export type NameOf = (targetId: string) => string

const HOLDERS: Readonly<Record<Holder, string>> = {
  plan: 'the plan of the organisation',
  organisation: 'the organisation is on hold',
  credential: 'the account must be connected again',
}

const BEGINS: Readonly<Record<Purpose, string>> = {
  rehearse: 'is looked at before its time',
  prepare: 'is being prepared',
  publish: 'is being published',
  reconcile: 'is looked for, because the answer was lost',
}

const WILL: Readonly<Record<Purpose | 'lease', string>> = {
  rehearse: 'will be looked at before its time',
  prepare: 'will be prepared',
  publish: 'will be published',
  reconcile: 'will be looked for',
  lease: 'will be looked for, should the worker fall silent',
}

/** What one event says. */
export function taleOf(event: PostEvent, nameOf: NameOf): Tale {
  const { kind, payload } = event
  const of = 'targetId' in payload ? payload : null
  const where = of === null ? '' : placeOf(nameOf, of.targetId, of.step)
  const tale = (says: string, evidence: Evidence | null = null): Tale => ({
    says,
    targetId: of?.targetId ?? null,
    evidence,
  })
  switch (kind) {
    case 'post.created':
      return tale('Began the post')
    case 'post.edited':
      return tale(`Changed ${changesOf(payload)}`)
    case 'post.planned':
      return tale(
        `Planned it for ${payload.plan.at.localDateTime.replace('T', ' ')} (${payload.plan.at.timeZone})`,
      )
    case 'post.unplanned':
      return tale('Took its time away')
    case 'post.submitted':
      return tale('Asked for approval')
    case 'post.approved':
      return tale(payload.isWhole ? 'Approved it' : 'Approved it; the client is asked next')
    case 'post.changesRequested':
      return tale(payload.note === '' ? 'Asked for changes' : `Asked for changes: ${payload.note}`)
    case 'post.commented':
      return tale(payload.text)
    case 'post.cancelled':
      return tale(`Cancelled ${namesOf(payload.targetIds, nameOf)}`)
    case 'post.retried':
      return tale(`Asked to try ${where} again`)
    case 'post.resolved':
      return tale(
        payload.as === 'there'
          ? `Said that ${where} is there`
          : `Said that ${where} is not there; it may be published`,
      )
    case 'post.held':
      return tale(`Stopped ${namesOf(payload.targetIds, nameOf)}: ${HOLDERS[payload.by]}`)
    case 'post.released':
      return tale(`Let ${namesOf(payload.targetIds, nameOf)} go on`)
    case 'post.fired':
      return tale(`${where} ${BEGINS[payload.purpose]} (attempt ${payload.attempt})`)
    case 'post.late':
      return tale(`${where} came too late: ${LATE[payload.onLate]}`)
    case 'post.settled':
      return tale(`${where} ${outcomeOf(payload.outcome)}`, payload.evidence)
    case 'post.expired':
      return tale(`${where}: the worker fell silent; it will be looked for`)
  }
}

const LATE = {
  ask: 'a person is asked',
  skip: 'it is let go',
  nextSlot: 'it takes the next free slot',
} as const

function outcomeOf(outcome: Outcome): string {
  switch (outcome.is) {
    case 'ok':
      return 'is published'
    case 'stored':
      return 'has been uploaded and is being processed'
    case 'ready':
      return 'is ready'
    case 'unprepared':
      return `did not get out: ${outcome.why}; it is brought there anew`
    case 'failed':
      return `did not get out: ${outcome.why}`
    case 'rejected':
      return `was refused: ${outcome.message}`
    case 'throttled':
      return 'must wait: the network asked for patience'
    case 'authDead':
      return 'needs its account to be connected again'
    case 'configDead':
      return `needs an operator (${outcome.code})`
    case 'ambiguous':
      return `has no answer: ${outcome.why}; whether it is out will be looked for`
    case 'absent':
      return 'is not there, so it may be published again'
    case 'undecided':
      return `cannot be decided: ${outcome.why}; a person is asked`
  }
}

type Changes = Extract<PostEvent, { kind: 'post.edited' }>['payload']

function changesOf({ text, media, tags, add, remove, change }: Changes): string {
  const parts = [
    text !== null && 'the text',
    media !== null && 'the media',
    tags !== null && 'the tags',
    add.length + remove.length > 0 && 'where it goes',
    change.length > 0 && 'what it says there',
  ]
  return parts.filter((part) => part !== false).join(', ')
}

function namesOf(targetIds: readonly string[], nameOf: NameOf): string {
  return targetIds.length === 0 ? 'nothing' : targetIds.map(nameOf).join(', ')
}

function placeOf(nameOf: NameOf, targetId: string, step: number): string {
  return step === 0 ? nameOf(targetId) : `${nameOf(targetId)}, part ${step + 1}`
}

export interface Next {
  readonly targetId: string
  readonly step: number
  readonly work: Purpose | 'lease'
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly says: string
}

/** What will happen by itself, soonest first. */
export function nextsOf(state: PostState, nameOf: NameOf): Next[] {
  return [...duesOf(state)]
    .flatMap(([name, { at }]) => {
      const due = workOf(name)
      return due === null ? [] : [{ ...due, at }]
    })
    .map((due) => ({ ...due, says: `${placeOf(nameOf, due.targetId, due.step)} ${WILL[due.work]}` }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}
