/** A post while it is written: `Draft`, what can be done to it, and what of it is sent. Pure. */
import { LATENESS, type Lateness } from '../../../../../engine/post/lateness.ts'
import type { WallClock } from '../../../../../engine/post/wall-clock.ts'
import type {
  Approval,
  Destination,
  Network,
  TargetContent,
  TargetDraft,
} from '../../../../../engine/protocol/post-shapes.ts'
import type { MediaView, NewPost, NewTarget, PostView, TargetView } from '../../../app/posts-api.ts'
import type { Repeat } from '../repeat/repeat.ts'

export interface Draft {
  readonly text: string
  readonly media: readonly MediaView[]
  readonly targets: readonly DraftTarget[]
  readonly tags: readonly string[]
  readonly approval: Approval
  readonly together: boolean
  /** Null: it has no time yet. */
  readonly at: WallClock | null
  readonly lateness: Lateness
  /** How it comes again; null: it goes out once. */
  readonly repeat: Repeat | null
}

/** A place it goes to, and what it says there otherwise; null says the same. */
export interface DraftTarget {
  /** Of the place: the same however often it is chosen. */
  readonly key: string
  /** Of a post that exists. */
  readonly targetId: string | null
  readonly to: Destination
  readonly text: string | null
  readonly media: readonly MediaView[] | null
  readonly options: TargetContent['options']
  readonly parts: TargetContent['parts']
  readonly staggerMs: number
  /** The key of the target that must be out before. */
  readonly after: { readonly key: string; readonly delayMs: number } | null
}

export const EMPTY: Draft = {
  text: '',
  media: [],
  targets: [],
  tags: [],
  approval: 'none',
  together: false,
  at: null,
  lateness: LATENESS,
  repeat: null,
}

export function keyOf(to: Destination): string {
  if (to.kind === 'account') return `account:${to.accountId}`
  return to.kind === 'conversation' ? `conversation:${to.conversationId}` : `audience:${to.audienceId}`
}

/** With the place, or without it when it was there; then nothing waits for it any more. */
export function withToggled(draft: Draft, to: Destination): Draft {
  const key = keyOf(to)
  const without = draft.targets.filter((target) => target.key !== key)
  if (without.length === draft.targets.length) return { ...draft, targets: [...draft.targets, newTarget(to)] }
  const targets = without.map((target) => (target.after?.key === key ? { ...target, after: null } : target))
  return { ...draft, targets }
}

/** Going to the account too; without one, as it is. */
export function withAccount(
  draft: Draft,
  account: { readonly id: string; readonly network: Network } | undefined,
): Draft {
  if (account === undefined) return draft
  const to = { kind: 'account', accountId: account.id, network: account.network } as const
  return draft.targets.some(({ key }) => key === keyOf(to)) ? draft : withToggled(draft, to)
}

function newTarget(to: Destination): DraftTarget {
  const plain = { text: null, media: null, options: {}, parts: [], staggerMs: 0, after: null }
  return { key: keyOf(to), targetId: null, to, ...plain }
}

/** One target changed; with key null the post itself, which all follow that say nothing of their own. */
export function withChange(
  draft: Draft,
  key: string | null,
  change: Partial<Omit<DraftTarget, 'key' | 'to'>>,
): Draft {
  if (key === null) {
    return { ...draft, text: change.text ?? draft.text, media: change.media ?? draft.media }
  }
  const targets = draft.targets.map((target) => (target.key === key ? { ...target, ...change } : target))
  return { ...draft, targets }
}

export interface Said {
  readonly text: string
  readonly media: readonly MediaView[]
}

/** What is said at a target, or by the post itself. */
export function saidBy(draft: Draft, key: string | null): Said {
  const target = draft.targets.find((one) => one.key === key)
  return { text: target?.text ?? draft.text, media: target?.media ?? draft.media }
}

/** Targets that must not be waited for by `key`: itself, those after it in order, and what they would make a circle of. */
export function mayFollow(draft: Draft, key: string): readonly DraftTarget[] {
  return draft.targets.slice(
    0,
    Math.max(
      0,
      draft.targets.findIndex((target) => target.key === key),
    ),
  )
}

export function isBlank({ text, media, targets }: Draft): boolean {
  return text.trim() === '' && media.length === 0 && targets.length === 0
}

/** Everything but its time and its commandId. */
export function newPostOf(draft: Draft): Omit<NewPost, 'commandId'> {
  const { text, media, tags, approval, together } = draft
  return {
    text,
    media: media.map(({ id }) => id),
    tags: [...tags],
    approval,
    together,
    targets: targetDraftsOf(draft),
  }
}

/** Of a new post: its targets get their ids in this order. */
export function targetDraftsOf({ targets }: Draft): TargetDraft[] {
  const idOf = (key: string) => `t${targets.findIndex((one) => one.key === key) + 1}`
  return targets.map((target) => ({ to: target.to, ...contentOf(target, idOf) }))
}

/** What `posts.edit` must be told so that the post becomes the draft; null when nothing is to be changed. */
export function editOf(draft: Draft, post: PostView) {
  const before = draftOf(post)
  const kept = new Map(
    draft.targets.flatMap((target) => (target.targetId ? [[target.targetId, target]] : [])),
  )
  const added = draft.targets.filter(({ targetId }) => targetId === null)
  const idOf = (key: string) => draft.targets.find((target) => target.key === key)?.targetId ?? ''
  const add: NewTarget[] = added.map((target) => ({ to: target.to, ...contentOf(target, idOf) }))
  const remove = post.targets.map(({ id }) => id).filter((id) => !kept.has(id))
  const change = before.targets.flatMap((old) => {
    const now = kept.get(old.targetId ?? '')
    if (now === undefined || same(contentOf(now, idOf), contentOf(old, idOf))) return []
    return [{ targetId: now.targetId as string, ...contentOf(now, idOf) }]
  })
  const ids = draft.media.map(({ id }) => id)
  const edit = {
    ...(draft.text !== post.text && { text: draft.text }),
    ...(!same(
      ids,
      before.media.map(({ id }) => id),
    ) && { media: ids }),
    ...(!same(draft.tags, post.tags) && { tags: [...draft.tags] }),
    ...(add.length > 0 && { add }),
    ...(remove.length > 0 && { remove }),
    ...(change.length > 0 && { change }),
  }
  return Object.keys(edit).length === 0 ? null : edit
}

function contentOf(target: DraftTarget, idOf: (key: string) => string): TargetContent {
  const { text, media, options, parts, staggerMs, after } = target
  return {
    text,
    media: media?.map(({ id }) => id) ?? null,
    options,
    parts,
    staggerMs,
    after: after && { targetId: idOf(after.key), delayMs: after.delayMs },
  }
}

/** A post that exists, to be changed. Media of its own that a target has are shown only as far as the post has them. */
export function draftOf(post: PostView): Draft {
  const { text, media, tags, approval, together, plan } = post
  const keys = new Map(post.targets.map(({ id, to }) => [id, keyOf(to)]))
  return {
    text,
    media,
    tags,
    approval,
    together,
    at: plan?.at ?? null,
    lateness: plan?.lateness ?? LATENESS,
    repeat: null,
    targets: post.targets.map((target) => draftTarget(target, media, keys)),
  }
}

function draftTarget(
  { id, to, content }: TargetView,
  known: readonly MediaView[],
  keys: ReadonlyMap<string, string>,
): DraftTarget {
  const { text, options, parts, staggerMs, after } = content
  return {
    key: keyOf(to),
    targetId: id,
    to,
    text,
    media:
      content.media?.map((mediaId) => known.find((one) => one.id === mediaId) ?? unknown(mediaId)) ?? null,
    options,
    parts,
    staggerMs,
    after: after && { key: keys.get(after.targetId) ?? '', delayMs: after.delayMs },
  }
}

function unknown(id: string): MediaView {
  const nothing = { width: null, height: null, durationMs: null, altText: null }
  return { id, name: 'A file', type: 'image/jpeg', bytes: 0, url: `/media/${id}`, ...nothing }
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
