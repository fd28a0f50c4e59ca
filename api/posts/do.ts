/** Acts on posts: each is one wish to the post, or a few under ids that follow from the first, so that all may be repeated. */

import { mediaOf } from '../../engine/planning/fit.ts'
import { giveTime } from '../../engine/planning/give-time.ts'
import { holdDead } from '../../engine/planning/hold-dead.ts'
import { copyOf } from '../../engine/post/copy.ts'
import { draft } from '../../engine/post/draft.ts'
import { fold } from '../../engine/post/fold.ts'
import { LATENESS } from '../../engine/post/lateness.ts'
import type { PostState } from '../../engine/post/state.ts'
import type { PostCommand } from '../../engine/protocol/commands/post-command.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { PostAction } from '../../engine/protocol/post-permissions.ts'
import type { TargetDraft } from '../../engine/protocol/post-shapes.ts'
import { askPost } from '../ask-post.ts'
import { madePostId } from '../derived-id.ts'
import type { NewPost } from '../new-post.ts'
import { checkMayWithPost, type PostFound, postOf } from '../post-access.ts'
import { type PostView, viewPost } from '../post-view.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkDestinations, checkFit, checkPlan, draftOf, mediaFacts } from './check.ts'
import type { Edited, Rescheduled, Scheduled } from './shapes.ts'

/** The post after it, fresh. */
export interface Changed {
  readonly post: PostView
}

export interface OfPost {
  readonly postId: string
  /** Absent: the wish cannot be repeated safely. */
  readonly commandId?: string | undefined
}

/** Begins a draft. Refuses with UNKNOWN_ACCOUNT, UNKNOWN_CONVERSATION, UNKNOWN_MEDIA, TEXT_TOO_LONG. */
export async function create(ctx: SignedInCtx, input: NewPost): Promise<Changed> {
  const commandId = input.commandId ?? ctx.node.newId()
  const postId = await begin(ctx, input, commandId, async () => {})
  return answer(ctx, postId)
}

/**
 * Begins a post and gives it its time. What somebody must approve is submitted, and planned by the last yes. Refuses, beside
 * what `create` does, with TIME_INVALID, TIME_SKIPPED, TIME_PAST, NO_TARGETS and POST_UNFIT, before anything is made.
 */
export async function schedule(ctx: SignedInCtx, input: Scheduled): Promise<Changed> {
  const commandId = input.commandId ?? ctx.node.newId()
  const plan = { at: input.at, lateness: input.lateness }
  const postId = await begin(ctx, input, commandId, async () => {
    if (input.targets.length === 0) refuse('NO_TARGETS')
    checkPlan(ctx, plan)
    await checkFit(ctx, input)
  })
  const { userId: authorId, organisationId } = ctx.session
  await giveTime(ctx.node, { postId, organisationId, authorId, commandId }, plan)
  return answer(ctx, postId)
}

/** Makes the post of this command, unless it is there already. */
async function begin(
  ctx: SignedInCtx,
  input: Omit<NewPost, 'commandId'>,
  commandId: string,
  check: () => Promise<void>,
): Promise<string> {
  const { userId, organisationId } = ctx.session
  const postId = madePostId(organisationId, userId, commandId)
  const { text, media, tags, approval, together, targets } = input
  if (!(await isDone(ctx, { postId, commandId }))) {
    await checkMayWithPost(ctx, 'create', null)
    await checkNew(ctx, userId, targets, mediaOf(input))
    await check()
  }
  const command = { type: 'post.create', text, media, tags, approval, together, targets } as const
  await ask(ctx, { postId, commandId }, command)
  return postId
}

/**
 * Changes what it says and where it goes. What nobody must approve stays planned while its time is to come, and is checked
 * as `schedule` does. Refuses with NO_PERMISSION, UNKNOWN_TARGET, POST_STANDS_OTHERWISE for what is out or under way.
 */
export async function edit(ctx: SignedInCtx, { postId, commandId, ...input }: Edited): Promise<Changed> {
  const command = { type: 'post.edit', ...input } as const
  return change(ctx, { postId, commandId }, command, async ({ state }) => {
    await checkMayWithPost(ctx, isPlanned(state) ? 'editPlanned' : 'editDraft', state.authorId)
    const { text, media, add, change } = input
    const changed = change.map((content) => ({ ...content, to: NOWHERE }))
    await checkNew(
      ctx,
      state.authorId,
      add,
      mediaOf({ text: text ?? '', media: media ?? [], targets: [...add, ...changed] }),
    )
    const after = foreseen(ctx, state, command)
    if (isPlanned(after)) await checkFit(ctx, draftOf(after))
  })
}

const NOWHERE = { kind: 'conversation', conversationId: '' } as const

/** Another time, or a first one; lateness stays as it is unless it is named. Refuses as `schedule` does. */
export async function reschedule(
  ctx: SignedInCtx,
  { postId, commandId, at, lateness }: Rescheduled,
): Promise<Changed> {
  const { state } = await postOf(ctx.node, ctx.session.organisationId, postId)
  const plan = { at, lateness: lateness ?? state.plan?.lateness ?? LATENESS }
  return change(ctx, { postId, commandId }, { type: 'post.plan', plan }, async () => {
    await checkMayWithPost(ctx, 'plan', state.authorId)
    checkPlan(ctx, plan)
    await checkFit(ctx, draftOf(state))
    await holdDead(ctx.node, postId, state)
  })
}

/** Asks for approval. Refuses with POST_UNFIT, POST_STANDS_OTHERWISE. */
export function submit(ctx: SignedInCtx, of: OfPost): Promise<Changed> {
  return change(ctx, of, { type: 'post.submit' }, async ({ state }) => {
    await checkMayWithPost(ctx, 'submit', state.authorId)
    await checkFit(ctx, draftOf(state))
  })
}

/** Any act that needs nothing but permission. Refuses with NO_PERMISSION and whatever the post does. */
export function act(
  ctx: SignedInCtx,
  of: OfPost,
  action: PostAction,
  command: PostCommand,
): Promise<Changed> {
  return change(ctx, of, command, ({ state }) => checkMayWithPost(ctx, action, state.authorId))
}

/** A draft that says the same and goes to the same. */
export async function duplicate(ctx: SignedInCtx, { postId, commandId }: OfPost): Promise<Changed> {
  const { state } = await postOf(ctx.node, ctx.session.organisationId, postId)
  return create(ctx, { ...copyOf(state), commandId })
}

/** A wish that was granted once is not checked again: its answer is the first one. */
async function change(
  ctx: SignedInCtx,
  of: OfPost,
  command: PostCommand,
  check: (found: PostFound) => Promise<void>,
): Promise<Changed> {
  const found = await postOf(ctx.node, ctx.session.organisationId, of.postId)
  if (of.commandId === undefined || !(await isDone(ctx, { ...of, commandId: of.commandId }))) {
    await check(found)
  }
  await ask(ctx, of, command)
  return answer(ctx, found.id)
}

function ask({ node, session }: SignedInCtx, of: OfPost, command: PostCommand) {
  const { userId: authorId, organisationId } = session
  return askPost(
    node,
    { postId: of.postId, organisationId, authorId, commandId: of.commandId ?? node.newId() },
    command,
  )
}

async function isDone({ node, session }: SignedInCtx, of: Required<OfPost>): Promise<boolean> {
  const { postId, commandId } = of
  return (await node.store.journal.findCommand(postId, session.userId, commandId)) !== null
}

async function checkNew(
  ctx: SignedInCtx,
  authorId: string,
  targets: readonly TargetDraft[],
  mediaIds: readonly string[],
): Promise<void> {
  await checkDestinations(
    ctx,
    authorId,
    targets.map(({ to }) => to),
  )
  await mediaFacts(ctx, mediaIds)
}

/** The post as the command would leave it. Whether it is allowed, the post says itself. */
function foreseen({ node, session }: SignedInCtx, state: PostState, command: PostCommand): PostState {
  const { userId: authorId, organisationId } = session
  const at = new Date(node.clock.now()).toISOString()
  return fold(
    state,
    draft(state, { ...command, authorId, organisationId, commandId: '', at, freshId: '', found: null }),
  )
}

/** Something of it will happen by itself. */
function isPlanned({ targets }: PostState): boolean {
  return [...targets.values()].some(({ steps }) => PLANNED.has(steps[0]?.life ?? ''))
}

const PLANNED: ReadonlySet<string> = new Set([
  'scheduled',
  'rehearsing',
  'preparing.uploading',
  'preparing.processing',
  'armed',
  'throttled',
])

async function answer(ctx: SignedInCtx, postId: string): Promise<Changed> {
  const { node, session } = ctx
  const find = () => postOf(node, session.organisationId, postId)
  const found = await find()
  const isHeld = isPlanned(found.state) && (await holdDead(node, postId, found.state))
  return { post: await viewPost(node, isHeld ? await find() : found, session.userId) }
}
