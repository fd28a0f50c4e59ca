/** Shapes that commands and events of posts share. */
import { z } from 'zod'

/** Networks that have an adapter; the word for one is its folder's name in engine/outside/platforms. */
export const NETWORKS = ['x', 'instagram', 'linkedin', 'facebook', 'youtube'] as const
export type Network = (typeof NETWORKS)[number]

/** A time as a person means it; engine/post/wall-clock.ts makes an instant of it. */
export const WallClockShape = z.object({
  localDateTime: z.string(),
  timeZone: z.string(),
  gap: z.enum(['after', 'before', 'skip']),
  overlap: z.enum(['first', 'second']),
})

export const LatenessShape = z.object({
  maxMs: z.int().nonnegative(),
  onLate: z.enum(['publish', 'ask', 'skip', 'nextSlot']),
})

export const PlanShape = z.object({ at: WallClockShape, lateness: LatenessShape })
export type Plan = z.infer<typeof PlanShape>

/** Where it goes. */
export const Destination = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), accountId: z.string(), network: z.enum(NETWORKS) }),
  z.object({ kind: z.literal('conversation'), conversationId: z.string() }),
  z.object({ kind: z.literal('audience'), audienceId: z.string() }),
])
export type Destination = z.infer<typeof Destination>

/** A first comment, or a part of a thread: published after the step before it, `delayMs` later. */
export const PartShape = z.object({
  text: z.string(),
  media: z.array(z.string()),
  delayMs: z.int().nonnegative(),
})
export type Part = z.infer<typeof PartShape>

/** What a target says otherwise than the post; null says the same. */
export const TargetContent = z.object({
  text: z.string().nullable(),
  media: z.array(z.string()).nullable(),
  /** Settings of the network, checked by its adapter. */
  options: z.record(z.string(), z.json()),
  parts: z.array(PartShape),
  /** Later than the post's own time. Milliseconds. */
  staggerMs: z.int().nonnegative(),
  /** Only once that target is published, `delayMs` later; `{url}` in the text becomes its address. */
  after: z.object({ targetId: z.string(), delayMs: z.int().nonnegative() }).nullable(),
})
export type TargetContent = z.infer<typeof TargetContent>

export const TargetDraft = TargetContent.extend({ to: Destination })
export type TargetDraft = z.infer<typeof TargetDraft>

/** Who must say yes before a post can be planned. */
export const Approval = z.enum(['none', 'internal', 'internalThenClient'])
export type Approval = z.infer<typeof Approval>

/** What a worker does in one attempt. */
export const Purpose = z.enum(['rehearse', 'prepare', 'publish', 'reconcile'])
export type Purpose = z.infer<typeof Purpose>

/** What stops a target beside its own state. */
export const Holder = z.enum(['plan', 'organisation', 'credential'])
export type Holder = z.infer<typeof Holder>

/** Names by which the network knows what was begun: a container, an upload session, a video. Committed before it is used. */
export const Keys = z.record(z.string(), z.string())
export type Keys = z.infer<typeof Keys>

/** What became of one attempt. */
export const Outcome = z.discriminatedUnion('is', [
  /** It is public, under this id. */
  z.object({ is: z.literal('ok'), id: z.string(), url: z.string().nullable() }),
  /** Something is stored there and is being processed; ask again at `retryAt`. */
  z.object({ is: z.literal('stored'), keys: Keys, retryAt: z.string() }),
  /** Everything is there; what is left is one call. Of a rehearsal: nothing stands in the way. */
  z.object({ is: z.literal('ready'), keys: Keys }),
  /** What had been brought there is too old, and certainly nothing of it is out: it must be brought anew. */
  z.object({ is: z.literal('unprepared'), why: z.string(), retryAt: z.string() }),
  /** Nothing left this machine, or nothing can have come of it. */
  z.object({ is: z.literal('failed'), why: z.string(), retryAt: z.string() }),
  /** The network will not have it. */
  z.object({ is: z.literal('rejected'), code: z.string(), message: z.string() }),
  z.object({
    is: z.literal('throttled'),
    retryAt: z.string(),
    scope: z.enum(['app', 'account', 'endpoint']),
  }),
  /** The account must be connected again. */
  z.object({ is: z.literal('authDead'), code: z.string() }),
  /** An operator must change something: a version, a scope, a review. */
  z.object({ is: z.literal('configDead'), code: z.string() }),
  /** Bytes left and no final answer came. */
  z.object({ is: z.literal('ambiguous'), why: z.string(), retryAt: z.string() }),
  /** Looked for where it would be, and it is not there. */
  z.object({ is: z.literal('absent'), retryAt: z.string() }),
  /** The network offers no evidence. */
  z.object({ is: z.literal('undecided'), why: z.string() }),
])
export type Outcome = z.infer<typeof Outcome>

/** What an attempt leaves behind, so that `posts.explain` can tell why. */
export const Evidence = z.object({
  /** SHA-256 of what was sent, hex; null when nothing was. */
  request: z.string().nullable(),
  /** The beginning of what came back. */
  response: z.string().nullable(),
  status: z.int().nullable(),
  /** What proved the outcome, in words. */
  proof: z.string(),
})
export type Evidence = z.infer<typeof Evidence>
