/** `review`: a post as a client sees it who has a link and no account. */
import type { ParleyNode } from '../../engine/node.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { postOf } from '../post-access.ts'
import { type PostView, type TargetView, viewPost } from '../post-view.ts'
import { readToken } from './token.ts'

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

/** Refuses with LINK_INVALID, and with UNKNOWN_POST. */
export async function review(node: ParleyNode, token: string): Promise<ReviewView> {
  const { postId, organisationId } = readToken(node.outside.signatures, token, node.clock.now())
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
