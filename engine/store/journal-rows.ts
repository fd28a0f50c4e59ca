/** Takes the writes of one commit apart into rows, table by table, for the statement to unnest. */
import type { RoomWrite } from '../actors/ports.ts'
import { excerpt } from '../kernel/excerpt.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { PostListing } from '../protocol/post-listing.ts'
import { arrayOf } from './array-text.ts'
import { type ConversationEffect, project } from './project.ts'

export type Row = Record<string, string | number | boolean | null>

/** Each row but a fence names its room by `n`, the room's place among the writes, from 1. */
export interface Rows {
  readonly fences: Row[]
  readonly rooms: Row[]
  readonly events: Row[]
  readonly snapshots: Row[]
  readonly dues: Row[]
  readonly posts: Row[]
  readonly targets: Row[]
  /** Conversations that begin, and those that go on. */
  readonly begun: Row[]
  readonly moved: Row[]
  /** Members who come, change role and go. */
  readonly come: Row[]
  readonly promoted: Row[]
  readonly gone: Row[]
  readonly changed: Row[]
}

export function rowsOf(writes: readonly RoomWrite[]): Rows {
  const rows: Rows = {
    fences: [],
    rooms: [],
    events: [],
    snapshots: [],
    dues: [],
    posts: [],
    targets: [],
    begun: [],
    moved: [],
    come: [],
    promoted: [],
    gone: [],
    changed: [],
  }
  const fenced = new Set<string>()
  writes.forEach((write, index) => {
    const n = index + 1
    const fence = `${write.shard} ${write.term}`
    if (!fenced.has(fence)) {
      fenced.add(fence)
      rows.fences.push({ shard_id: write.shard, term: write.term })
    }
    addRoom(rows, n, write)
    if (write.kind === 'conversation') addConversation(rows, n, write.events as readonly ConversationEvent[])
  })
  return rows
}

function addRoom(rows: Rows, n: number, write: RoomWrite): void {
  const { roomId, shard, term, events, snapshot, due, listing } = write
  rows.rooms.push({
    n,
    room_id: roomId,
    shard_id: shard,
    term,
    first_seq: events[0]?.seq ?? 0,
    events: events.length,
  })
  for (const { seq, kind, authorId, commandId, payload, at } of events) {
    rows.events.push({
      n,
      seq,
      kind,
      author_id: authorId,
      command_id: commandId,
      payload: JSON.stringify(payload),
      at,
      term,
    })
  }
  if (snapshot) {
    const seq = events.at(-1)?.seq ?? 0
    rows.snapshots.push({ n, seq, version: snapshot.version, dump: JSON.stringify(snapshot.dump) })
  }
  // the last word about a name counts
  for (const [name, at] of new Map(due.map(({ name, due }) => [name, due]))) {
    rows.dues.push({ n, name, shard_id: shard, due_at: at?.at ?? null, waker: at?.waker ?? null })
  }
  if (listing !== null) addListing(rows, n, listing)
}

function addListing(rows: Rows, n: number, listing: PostListing): void {
  const { organisationId: organisation_id, targets } = listing
  rows.posts.push({
    n,
    organisation_id,
    author_id: listing.authorId,
    head: listing.head,
    status: listing.status,
    text: listing.text,
    media_ids: arrayOf(listing.mediaIds),
    tags: arrayOf(listing.tags),
    to_ids: arrayOf(targets.map(({ toId }) => toId)),
    approval: listing.approval,
    at: listing.at,
    local_at: listing.localAt,
    time_zone: listing.timeZone,
    changed_at: listing.changedAt,
    target_ids: arrayOf(targets.map(({ targetId }) => targetId)),
  })
  targets.forEach((target, place) => {
    rows.targets.push({
      n,
      organisation_id,
      target_id: target.targetId,
      place,
      to_kind: target.toKind,
      to_id: target.toId,
      network: target.network,
      life: target.life,
      at: target.at,
      url: target.url,
      trouble: target.trouble,
    })
  })
}

function addConversation(rows: Rows, n: number, events: readonly ConversationEvent[]): void {
  const { conversation, members, changed } = project(events)
  // later events do not name the organisation; null makes the statement read it from the conversation
  const organisation_id = conversation.created?.organisationId ?? null
  addState(rows, n, conversation)
  for (const member of members) {
    if (member.does === 'go') rows.gone.push({ n, user_id: member.userId })
    else if (member.does === 'change') rows.promoted.push({ n, user_id: member.userId, role: member.role })
    else {
      const { userId, role, joinedSeq } = member
      rows.come.push({ n, organisation_id, user_id: userId, role, joined_seq: joinedSeq })
    }
  }
  for (const { seq, text, editedAt, deletedAt } of changed) {
    rows.changed.push({
      n,
      organisation_id,
      seq,
      text,
      excerpt: excerpt(text),
      edited_at: editedAt,
      deleted_at: deletedAt,
    })
  }
}

function addState(rows: Rows, n: number, effect: ConversationEffect): void {
  const { created, title, archived, head, lastAt, newest } = effect
  const row = {
    n,
    archived,
    head,
    last_at: lastAt,
    message_id: newest?.messageId ?? null,
    message_seq: newest?.seq ?? null,
    message_author_id: newest?.authorId ?? null,
    message_text: newest?.text ?? null,
    message_at: newest?.at ?? null,
    message_deleted: newest?.deleted ?? null,
  }
  if (created === null) rows.moved.push({ ...row, title })
  else {
    const { organisationId, kind, at } = created
    rows.begun.push({
      ...row,
      title: title ?? created.title,
      organisation_id: organisationId,
      kind,
      created_at: at,
    })
  }
}
