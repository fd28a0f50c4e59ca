/** A post of the demo: a real one, moved by the engine's own machine, beside what the server would add to it. */
import { duesOf, workOf } from '../../../../engine/post/due.ts'
import { listingOf } from '../../../../engine/post/listing.ts'
import { statusOf } from '../../../../engine/post/status.ts'
import { nextsOf, taleOf } from '../../../../engine/post/story.ts'
import { post } from '../../../../engine/post/testing.ts'
import { instantOf } from '../../../../engine/post/wall-clock.ts'
import type { PostCommand } from '../../../../engine/protocol/commands/post-command.ts'
import { refuse } from '../../../../engine/protocol/errors.ts'
import { POST_ACTIONS } from '../../../../engine/protocol/post-permissions.ts'
import type { MediaView, PostCard, PostsApi, PostView } from '../../app/posts-api.ts'
import { ME } from '../people.ts'
import { ACCOUNTS } from './accounts.ts'
import { MEDIA } from './media.ts'

export interface DemoPost {
  readonly id: string
  readonly room: ReturnType<typeof post>
}

let made = 0

/** Newer ones than those of the demo itself. */
export function newDemoPost(): DemoPost {
  made++
  return { id: `post-${made}`, room: post() }
}

/** Asks at `nowMs`; throws the refusal of the machine. */
export function ask({ room }: DemoPost, command: PostCommand, nowMs: number): void {
  room.at(new Date(nowMs).toISOString())
  const answer = room.ask(command)
  if (typeof answer === 'string') refuse(answer)
}

export function cardOf({ id, room }: DemoPost, inSeries: boolean): PostCard {
  const { organisationId: _, targets, ...listing } = listingOf(room.state)
  return {
    ...listing,
    id,
    status: statusOf(room.state),
    targets: [...targets],
    createdAt: room.events[0]?.at ?? '',
    inSeries,
  }
}

export function viewOf({ id, room }: DemoPost): PostView {
  const { state, events } = room
  const { head, text, tags, approval, isApprovedInside, together, plan, lastAt } = state
  return {
    id,
    status: statusOf(state),
    head,
    authorId: ME.id,
    text,
    media: mediaOf(state.media),
    tags,
    approval,
    isApprovedInside,
    together,
    plan: plan && { ...plan, instant: instantOf(plan.at) },
    targets: [...state.targets.values()].map(({ id: targetId, to, content, held, steps }) => ({
      id: targetId,
      to,
      account: to.kind === 'account' ? faceOf(to.accountId) : null,
      title: to.kind === 'conversation' ? 'launch-week' : null,
      content,
      held,
      steps: steps.map((step, index) => ({ ...step, nextAt: nextAt(room, targetId, index) })),
    })),
    createdAt: events[0]?.at ?? '',
    changedAt: lastAt,
    may: POST_ACTIONS,
  }
}

export function storyOf({ room }: DemoPost): Awaited<ReturnType<PostsApi['posts']['explain']['query']>> {
  const { state, events } = room
  const nameOf = (targetId: string) => {
    const to = state.targets.get(targetId)?.to
    return to?.kind === 'account' ? (faceOf(to.accountId)?.name ?? '') : 'launch-week'
  }
  const isWork = (kind: string) => ['post.fired', 'post.settled', 'post.expired', 'post.late'].includes(kind)
  return {
    lines: events.map((event) => ({
      at: event.at,
      seq: event.seq,
      who: isWork(event.kind)
        ? { kind: 'worker', id: 'parley', name: 'Parley' }
        : { kind: 'person', id: ME.id, name: guestOf(event.payload) ?? ME.name },
      ...taleOf(event, nameOf),
    })),
    next: nextsOf(state, nameOf),
  }
}

function guestOf(payload: object): string | null {
  return 'guest' in payload && typeof payload.guest === 'string' ? payload.guest : null
}

function nextAt(room: DemoPost['room'], targetId: string, step: number): string | null {
  for (const [name, { at }] of duesOf(room.state)) {
    const due = workOf(name)
    if (due?.targetId === targetId && due.step === step) return at
  }
  return null
}

function faceOf(accountId: string) {
  const account = ACCOUNTS.find(({ id }) => id === accountId)
  return account ?? null
}

function mediaOf(ids: readonly string[]): MediaView[] {
  return ids.flatMap((id) => MEDIA.get(id) ?? [])
}
