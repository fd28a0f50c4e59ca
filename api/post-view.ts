/** `viewPost`: a post as a screen shows it, with the names and files that its ids stand for. */
import { isUuid } from '../engine/kernel/ids.ts'
import type { ParleyNode } from '../engine/node.ts'
import type { MediaView } from '../engine/outside/media/view.ts'
import { duesOf, workOf } from '../engine/post/due.ts'
import type { PostState, Step, Target } from '../engine/post/state.ts'
import { type PostStatus, statusOf } from '../engine/post/status.ts'
import { instantOf } from '../engine/post/wall-clock.ts'
import type { PostAction } from '../engine/protocol/post-permissions.ts'
import type { Approval, Network, Plan } from '../engine/protocol/post-shapes.ts'
import { Conversation } from '../engine/store/entities/conversation.ts'
import { Member } from '../engine/store/entities/member.ts'
import { SocialAccount } from '../engine/store/entities/social-account.ts'
import { mayOf, type PostFound } from './post-access.ts'

export interface AccountFace {
  readonly name: string
  readonly handle: string | null
  readonly network: Network
  /** From the top of this server; needs no session. */
  readonly pictureUrl: string | null
}

export interface StepView
  extends Pick<Step, 'life' | 'attempt' | 'result' | 'trouble' | 'evidence' | 'retryAt'> {
  /** When something happens to it next; ISO 8601 in UTC. */
  readonly nextAt: string | null
}

export interface TargetView extends Pick<Target, 'id' | 'to' | 'content' | 'held'> {
  /** Of an account; null for others. */
  readonly account: AccountFace | null
  /** Of a conversation that the reader may see; null for others. */
  readonly title: string | null
  readonly steps: readonly StepView[]
}

export interface PostView
  extends Pick<
    PostState,
    'head' | 'authorId' | 'text' | 'tags' | 'approval' | 'isApprovedInside' | 'together'
  > {
  readonly id: string
  readonly status: PostStatus
  readonly approval: Approval
  readonly media: readonly MediaView[]
  /** What is wanted; before everybody has said yes, nothing happens by it. */
  readonly plan: (Plan & { readonly instant: string | null }) | null
  readonly targets: readonly TargetView[]
  readonly createdAt: string
  readonly changedAt: string
  /** What the reader may do with it, however it stands: `chart.ts` says whether there is anything to do now. */
  readonly may: readonly PostAction[]
}

/** `readerId` is null for somebody without an account, who is told of no conversation. */
export async function viewPost(
  node: ParleyNode,
  { id, state, createdAt }: PostFound,
  readerId: string | null,
): Promise<PostView> {
  const targets = [...state.targets.values()]
  const { organisationId } = state
  const [accounts, titles, media, may] = await Promise.all([
    accountsOf(node, state, targets),
    readerId === null ? new Map<string, string | null>() : titlesOf(node, state, targets, readerId),
    node.outside.media.viewsOf(organisationId, state.media),
    readerId === null ? [] : mayOf(node, organisationId, readerId, state.authorId),
  ])
  const nexts = nextsOf(state)
  const { head, authorId, text, tags, approval, isApprovedInside, together, plan } = state
  return {
    id,
    status: statusOf(state),
    head,
    authorId,
    text,
    media,
    tags,
    approval,
    isApprovedInside,
    together,
    plan: plan && { ...plan, instant: instantOf(plan.at) },
    targets: targets.map(({ id: targetId, to, content, held, steps }) => ({
      id: targetId,
      to,
      account: to.kind === 'account' ? (accounts.get(to.accountId) ?? null) : null,
      title: to.kind === 'conversation' ? (titles.get(to.conversationId) ?? null) : null,
      content,
      held,
      steps: steps.map(({ life, attempt, result, trouble, evidence, retryAt }, index) => ({
        life,
        attempt,
        result,
        trouble,
        evidence,
        retryAt,
        nextAt: nexts.get(`${targetId} ${index}`) ?? null,
      })),
    })),
    createdAt,
    changedAt: state.lastAt,
    may,
  }
}

/** The accounts a post goes to, by id; also those that are not connected any more. */
export async function accountsOf(
  { store, outside }: Pick<ParleyNode, 'store' | 'outside'>,
  { organisationId }: PostState,
  targets: readonly Pick<Target, 'to'>[],
): Promise<ReadonlyMap<string, AccountFace>> {
  const ids = targets.flatMap(({ to }) => (to.kind === 'account' ? [to.accountId] : [])).filter(isUuid)
  if (ids.length === 0) return new Map()
  const found = await store.scoped(organisationId).find(SocialAccount, { id: { $in: ids } })
  return new Map(
    found.map(({ id, name, handle, network, pictureUrl }) => [
      id,
      { name, handle: handle ?? null, network, pictureUrl: outside.pictures.addressOf({ id, pictureUrl }) },
    ]),
  )
}

/** Titles of channels, and of what the reader is a member of. */
async function titlesOf(
  { store }: ParleyNode,
  { organisationId }: PostState,
  targets: readonly Target[],
  readerId: string,
): Promise<ReadonlyMap<string, string | null>> {
  const ids = targets
    .flatMap(({ to }) => (to.kind === 'conversation' ? [to.conversationId] : []))
    .filter(isUuid)
  if (ids.length === 0) return new Map()
  const em = store.scoped(organisationId)
  const conversations = await em.find(Conversation, { id: { $in: ids } })
  const memberships = await em.find(Member, { conversationId: { $in: ids }, userId: readerId })
  const mine = new Set(memberships.map(({ conversationId }) => conversationId))
  return new Map(
    conversations
      .filter(({ id, kind }) => kind === 'channel' || mine.has(id))
      .map(({ id, title }) => [id, title ?? null]),
  )
}

/** By target and step: the first of what they are to be woken for. */
function nextsOf(state: PostState): ReadonlyMap<string, string> {
  const nexts = new Map<string, string>()
  for (const [name, { at }] of duesOf(state)) {
    const due = workOf(name)
    if (due === null) continue
    const key = `${due.targetId} ${due.step}`
    const before = nexts.get(key)
    if (before === undefined || at < before) nexts.set(key, at)
  }
  return nexts
}
