/** `readEnded`: how every step of the posts of a run stands, read from their journals past the server. */

import { timeOf } from '../../../engine/post/due.ts'
import { foldAll } from '../../../engine/post/fold.ts'
import { NO_POST } from '../../../engine/post/state.ts'
import type { PostEvent } from '../../../engine/protocol/events/post-event.ts'
import { withClient } from '../register.ts'
import type { Ended } from './judge.ts'

export type EndedStep = Omit<Ended, 'times'> & { readonly roomId: string | null }

interface Row {
  readonly room_id: string
  readonly seq: string
  readonly kind: string
  readonly author_id: string
  readonly command_id: string
  readonly payload: unknown
  readonly at: Date
}

/** Of all posts of the installation. */
export async function readEnded(databaseUrl: string): Promise<EndedStep[]> {
  const rooms = await withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT e.room_id, e.seq, e.kind, e.author_id, e.command_id, e.payload, e.at
         FROM event e JOIN post p ON p.id = e.room_id ORDER BY e.room_id, e.seq`,
    )
    const byRoom = new Map<string, Row[]>()
    for (const row of rows) byRoom.set(row.room_id, [...(byRoom.get(row.room_id) ?? []), row])
    return byRoom
  })
  return [...rooms.values()].flatMap((rows) => stepsOf(rows.map(eventOf)))
}

function stepsOf(events: readonly PostEvent[]): EndedStep[] {
  const state = foldAll(NO_POST, events)
  return [...state.targets.values()].flatMap((target) =>
    target.steps.map((step, index): EndedStep => {
      const fired = events.filter(
        (event) =>
          event.kind === 'post.fired' && event.payload.targetId === target.id && event.payload.step === index,
      ) as Extract<PostEvent, { kind: 'post.fired' }>[]
      const published = fired.find(({ payload }) => payload.purpose === 'publish')
      const due = timeOf(state, target, index)
      const text = index === 0 ? (target.content.text ?? state.text) : target.content.parts[index - 1]?.text
      return {
        where: target.to.kind === 'account' ? target.to.network : target.to.kind,
        roomId: target.to.kind === 'conversation' ? target.to.conversationId : null,
        text: text ?? '',
        life: step.life,
        looks: fired.filter(({ payload }) => payload.purpose === 'reconcile').length,
        proof: step.evidence?.proof ?? '',
        dueMs: due ? Date.parse(due) : null,
        latenessMs: published && due ? Date.parse(published.at) - Date.parse(due) : null,
      }
    }),
  )
}

function eventOf(row: Row): PostEvent {
  return {
    seq: Number(row.seq),
    kind: row.kind,
    authorId: row.author_id,
    commandId: row.command_id,
    payload: row.payload,
    at: row.at.toISOString(),
  } as PostEvent
}

/** How often each text was said in these rooms. */
export async function timesSaid(
  databaseUrl: string,
  roomIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ text: string; times: string }>(
      `SELECT payload->>'text' AS text, count(*) AS times FROM event
        WHERE room_id = ANY ($1) AND kind = 'message.sent' GROUP BY 1`,
      [roomIds],
    )
    return new Map(rows.map(({ text, times }) => [text, Number(times)]))
  })
}
