/** `houseOf`: an organisation with a person, an account and a planned post that comes again, for tests of the rounds. */
import { derivedId } from '../../engine/host/derived-id.ts'
import { must } from '../../engine/kernel/assert.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { LATENESS } from '../../engine/post/lateness.ts'
import type { PostState } from '../../engine/post/state.ts'
import type { PostCommand } from '../../engine/protocol/commands/post-command.ts'
import type { Approval, Plan } from '../../engine/protocol/post-shapes.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { Post } from '../../engine/store/entities/post.ts'
import { Series } from '../../engine/store/entities/series.ts'
import { SeriesPost } from '../../engine/store/entities/series-post.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import { beginSeries } from '../../engine/store/series.ts'
import type { SeriesParts } from './series.ts'

export interface ToBegin {
  readonly rule: string
  /** The plan of the post: `2026-11-23T09:00`. */
  readonly start: string
  readonly timeZone?: string
  readonly approval?: Approval
}

export type House = Awaited<ReturnType<typeof houseOf>>

export async function houseOf(node: ParleyNode) {
  const { store, newId } = node
  const [organisationId, userId, accountId] = [newId(), newId(), newId()]
  const em = () => store.scoped(organisationId)
  await store.em().insert(Membership, { organisationId, userId })
  await store.em().insert(SocialAccount, {
    id: accountId,
    organisationId,
    network: 'x',
    accountRef: accountId,
    name: 'Parley',
    sealed: '',
    scopes: [],
    connectedBy: userId,
  })

  function ask(postId: string, command: PostCommand) {
    const who = { organisationId, authorId: userId, commandId: newId() }
    return node.deliver({ kind: 'post', roomId: postId, ...who, command })
  }

  /** Nobody has looked at it yet. */
  async function series({ rule, start, timeZone = 'UTC', approval = 'none' }: ToBegin): Promise<Series> {
    const [postId, id] = [newId(), newId()]
    const content = { text: null, media: null, options: {}, parts: [], staggerMs: 0, after: null }
    const to = { kind: 'account', accountId, network: 'x' } as const
    const shared = { media: [], tags: [], together: false }
    await ask(postId, {
      type: 'post.create',
      text: 'first',
      approval,
      targets: [{ to, ...content }],
      ...shared,
    })
    const at = { localDateTime: start, timeZone, gap: 'after', overlap: 'first' } as const
    const plan: Plan = { at, lateness: LATENESS }
    const of = { organisationId, postId, madeBy: userId, rule, timeZone, plan, skip: [] }
    await beginSeries(store, { id, ...of, until: null, count: null, madeTo: start, lookAt: new Date(0) })
    return standing(id)
  }

  async function standing(id: string): Promise<Series> {
    return must(await em().findOne(Series, { id }), 'the series was begun')
  }

  /** What a series has made, by its own time. */
  async function copies(id: string): Promise<{ localAt: string; wanted: boolean; post: PostState | null }[]> {
    const rows = await em().find(SeriesPost, { seriesId: id }, { orderBy: { localAt: 'asc' } })
    return Promise.all(
      rows.map(async ({ localAt, wanted, postId }) => ({
        localAt,
        wanted,
        post: await node.readPost(postId),
      })),
    )
  }

  return {
    userId,
    accountId,
    ask,
    series,
    standing,
    copies,
    /** Posts of the organisation, the sources too. */
    posts: () => em().count(Post, {}),
    async disconnect() {
      await em().nativeUpdate(SocialAccount, { id: accountId }, { removedAt: new Date(0) })
    },
    async leave() {
      await store.em().nativeDelete(Membership, { organisationId, userId }, UNSCOPED)
    },
  }
}

/** What a worker of `node` would be given, so much later. */
export function handsOf(node: ParleyNode, laterMs = 0): SeriesParts {
  const { store, deliver, readPost, newId, log, clock } = node
  return { store, deliver, readPost, newId, log, clock: { ...clock, now: () => clock.now() + laterMs } }
}

/** The post that a series makes for that time. */
export function copyId(seriesId: string, localAt: string): string {
  return derivedId(['copy', seriesId, localAt])
}
