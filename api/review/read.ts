/** `review`: a post as a client sees it who has a link and no account; `shared`: that link, for those who gave it. */
import type { ParleyNode } from '../../engine/node.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { ReviewLink } from '../../engine/store/entities/review-link.ts'
import { checkMayWithPost, postOf } from '../post-access.ts'
import { type PostView, type TargetView, viewPost } from '../post-view.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkLink, isWithdrawn } from './check.ts'
import { makeToken, type Reviewed } from './token.ts'

export interface ReviewView {
  readonly post: Pick<
    PostView,
    'id' | 'text' | 'media' | 'status' | 'plan' | 'approval' | 'isApprovedInside'
  > & {
    readonly targets: readonly Pick<TargetView, 'id' | 'to' | 'account' | 'title' | 'content'>[]
    /** Of variants and parts: those that `media` does not hold. */
    readonly otherMedia: PostView['media']
  }
  /** Whose post it is. */
  readonly organisation: string
  /** What guests said; what the organisation says among itself stays there. Oldest first. */
  readonly comments: readonly { readonly at: string; readonly name: string; readonly says: string }[]
}

/** Comments of one post that a client reads. */
const EVENTS_MAX = 2_000

export interface SharedLink {
  readonly url: string
  /** ISO 8601 in UTC. */
  readonly endsAt: string
}

/** The newest link that is good; null when there is none. Refuses with UNKNOWN_POST, NO_PERMISSION. */
export async function shared(
  ctx: SignedInCtx,
  { postId }: { readonly postId: string },
): Promise<{ link: SharedLink | null }> {
  const { node, session } = ctx
  const { organisationId } = session
  const { id, state } = await postOf(node, organisationId, postId)
  await checkMayWithPost(ctx, 'share', state.authorId)
  const row = await node.store.scoped(organisationId).findOne(ReviewLink, { postId: id })
  const endsAtMs = row?.endsAt?.getTime() ?? 0
  if (endsAtMs <= node.clock.now() || isWithdrawn(row, endsAtMs)) return { link: null }
  return {
    link: {
      url: urlOf(node, { postId: id, organisationId, endsAtMs }),
      endsAt: new Date(endsAtMs).toISOString(),
    },
  }
}

/** The token stands behind the `#`: no log of a server has it. */
export function urlOf({ config, outside }: ParleyNode, reviewed: Reviewed): string {
  return `${config.publicUrl}/#/review/${makeToken(outside.signatures, reviewed)}`
}

/** Refuses with LINK_INVALID, LINK_WITHDRAWN, and with UNKNOWN_POST. */
export async function review(node: ParleyNode, token: string): Promise<ReviewView> {
  const { postId, organisationId } = await checkLink(node, token)
  const found = await postOf(node, organisationId, postId)
  const { state } = found
  const others = [...state.targets.values()].flatMap(({ content }) => [
    ...(content.media ?? []),
    ...content.parts.flatMap(({ media }) => media),
  ])
  const [view, organisation, otherMedia, comments] = await Promise.all([
    viewPost(node, found, null),
    node.store.em().findOneOrFail(Organisation, { id: organisationId }),
    node.outside.media.viewsOf(
      organisationId,
      [...new Set(others)].filter((id) => !state.media.includes(id)),
    ),
    commentsOf(node, postId, state.head),
  ])
  const { id, text, media, status, plan, approval, isApprovedInside } = view
  return {
    post: {
      id,
      text,
      media,
      status,
      approval,
      isApprovedInside,
      plan,
      targets: view.targets.map(({ id, to, account, title, content }) => ({
        id,
        to,
        account,
        title,
        content,
      })),
      otherMedia,
    },
    organisation: organisation.name,
    comments,
  }
}

async function commentsOf(
  { store }: ParleyNode,
  roomId: string,
  head: number,
): Promise<ReviewView['comments']> {
  const after = Math.max(0, head - EVENTS_MAX)
  const [history] = await store.history.eventsAfter([{ roomId, after }], 2 * EVENTS_MAX)
  return ((history?.events ?? []) as readonly PostEvent[]).flatMap((event) => {
    const says = saidByGuest(event)
    const name = 'guest' in event.payload ? event.payload.guest : null
    return says === null || name === null ? [] : [{ at: event.at, name, says }]
  })
}

function saidByGuest({ kind, payload }: PostEvent): string | null {
  if (kind === 'post.commented') return payload.text
  if (kind === 'post.changesRequested') return payload.note
  return kind === 'post.approved' ? 'Approved it' : null
}
