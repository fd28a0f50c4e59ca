/** Reads of conversations: my list with what is unread, channels to join, and one with its members. */
import type { ConversationKind } from '../../engine/conversation/state.ts'
import { isUuid } from '../../engine/kernel/ids.ts'
import type { Role } from '../../engine/protocol/permissions.ts'
import { formatPosition } from '../../engine/protocol/position.ts'
import { accessTo } from '../access.ts'
import { isInstant, isText, makeCursor, readCursor } from '../cursor.ts'
import type { SignedInCtx } from '../procedure.ts'
import { BROWSE, type BrowseRow, LIST, type ListRow, MEMBERS, type MemberRow } from './sql.ts'

/** One line of the list. See ConversationSummary in clients/sdk/types.ts. */
export interface Summary {
  readonly id: string
  readonly kind: ConversationKind
  readonly title: string | null
  /** Its title, or the other person's name. */
  readonly name: string
  readonly archived: boolean
  /** The other person of a direct conversation. */
  readonly peer: { readonly id: string; readonly name: string } | null
  readonly head: number
  /** Messages by others after the read position; 100 means "100 or more". */
  readonly unread: number
  readonly lastAt: string
  readonly lastMessage: {
    readonly messageId: string
    readonly seq: number
    readonly authorId: string
    /** At most 200 characters. */
    readonly text: string
    readonly at: string
    readonly deleted: boolean
  } | null
  readonly position: string
}

export interface Paging {
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface Paged<Item> {
  readonly items: readonly Item[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

/** My conversations, newest activity first: one query a page, whatever its size. */
export async function list(
  { node, session }: SignedInCtx,
  { cursor, limit }: Paging,
): Promise<Paged<Summary>> {
  const [lastAt, id] = cursor ? readCursor(cursor, [isInstant, isUuid]) : ['infinity', NIL_ID]
  const { rows } = await node.store.reads.query<ListRow>({
    name: 'conversation-list',
    text: LIST,
    values: [session.userId, session.organisationId, lastAt, id, limit + 1],
  })
  return paged(
    rows.map((row) => summary(row, node.store.epoch)),
    limit,
    (last) => [last.lastAt, last.id],
  )
}

export interface ChannelToJoin {
  readonly id: string
  readonly title: string
  readonly members: number
}

/** Open channels of the organisation that I am not in, by title; with `query` those whose title contains it. */
export async function browse(
  { node, session }: SignedInCtx,
  { query = '', cursor, limit }: Paging & { readonly query?: string | undefined },
): Promise<Paged<ChannelToJoin>> {
  const [title, id] = cursor ? readCursor(cursor, [isText, isUuid]) : ['', NIL_ID]
  const like = `%${query.trim().replace(/[\\%_]/g, '\\$&')}%`
  const rows = await node.store
    .scoped(session.organisationId)
    .execute<BrowseRow[]>(BROWSE, [session.organisationId, like, session.userId, title, id, limit + 1])
  return paged(rows, limit, (last) => [last.title, last.id])
}

export interface Whole {
  readonly id: string
  readonly kind: ConversationKind
  readonly title: string | null
  readonly archived: boolean
  readonly head: number
  /** Events after it are news to whoever holds this answer. */
  readonly position: string
  /** Null for somebody who looks at a channel from outside. */
  readonly role: Role | null
  readonly readSeq: number
  readonly members: readonly { readonly userId: string; readonly name: string; readonly role: Role }[]
}

/** One conversation with its members. The position is read first: members may be newer, never older. */
export async function get(ctx: SignedInCtx, conversationId: string): Promise<Whole> {
  const { em, conversation, member } = await accessTo(ctx, conversationId, { outsideToo: true })
  const { id, kind, archived, head } = conversation
  const rows = await em.execute<MemberRow[]>(MEMBERS, [id, ctx.session.organisationId])
  return {
    id,
    kind,
    title: conversation.title ?? null,
    archived,
    head,
    position: formatPosition(ctx.node.store.epoch, head),
    role: member?.role ?? null,
    readSeq: member?.readSeq ?? 0,
    members: rows.map(({ user_id, name, role }) => ({ userId: user_id, name, role })),
  }
}

const NIL_ID = '00000000-0000-0000-0000-000000000000'

function paged<Item>(rows: readonly Item[], limit: number, cursorOf: (last: Item) => string[]): Paged<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, nextCursor: makeCursor(cursorOf(last)) } : { items }
}

function summary(row: ListRow, epoch: string): Summary {
  const peer = row.peer_id && row.peer_name !== null ? { id: row.peer_id, name: row.peer_name } : null
  const head = Number(row.head)
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    name: row.title ?? peer?.name ?? '',
    archived: row.archived,
    peer,
    head,
    unread: row.unread,
    lastAt: iso(row.last_at),
    lastMessage: row.last_message_id
      ? {
          messageId: row.last_message_id,
          seq: Number(row.last_message_seq),
          authorId: row.last_message_author_id ?? '',
          text: row.last_message_text ?? '',
          at: iso(row.last_message_at ?? row.last_at),
          deleted: row.last_message_deleted,
        }
      : null,
    position: formatPosition(epoch, head),
  }
}

function iso(instant: string | Date): string {
  return new Date(instant).toISOString()
}
