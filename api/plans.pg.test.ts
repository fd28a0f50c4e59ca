/** What the reads of messages touch, counted in pages of the database: the same in a long room as in a short one. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idSource } from '../engine/kernel/ids.ts'
import { READ_SETTINGS } from '../engine/store/store.ts'
import { type TestDatabase, withDatabase } from '../engine/store/testing.ts'
import { LIST } from './conversations/sql.ts'
import { PAGE_AFTER, PAGE_BEFORE, TEXTS } from './messages/sql.ts'

const PAGE = 50
/** An index one level deeper, a page that ends elsewhere. A read that grew with the room would differ by thousands. */
const SLACK = 1.3

/** Every tenth event is an edit; one message in twenty has changed. */
const FILL = `
WITH fresh AS (SELECT $1::uuid AS room_id, seq, CASE WHEN seq % 10 = 0 THEN 'message.edited' ELSE 'message.sent' END AS kind
  FROM generate_series(2, $2::bigint) AS seq
), events AS (
  INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term)
  SELECT room_id, seq, kind, $3, seq::text, json_build_object('messageId', '', 'text', repeat('x', 100), 'replyTo', null), now(), 1
  FROM fresh
), changes AS (
  INSERT INTO message (conversation_id, seq, organisation_id, text, edited_at)
  SELECT room_id, seq, $4, 'changed', now() FROM fresh WHERE seq % 20 = 1
), member AS (
  INSERT INTO member (conversation_id, user_id, organisation_id, role, read_seq, joined_seq) VALUES ($1, $5, $4, 'member', 1, 1)
)
INSERT INTO conversation (id, organisation_id, kind, head, created_at, last_at) VALUES ($1, $4, 'group', $2, now(), now())`

describe('a read of messages', () => {
  const [me, other, organisationId] = [randomUUID(), randomUUID(), randomUUID()] as const
  const newId = idSource(Date.now, Math.random)
  const short = { id: newId(), head: 2_000 }
  const long = { id: newId(), head: 40_000 }
  type Room = typeof short
  let database: TestDatabase
  let client: pg.Client

  beforeAll(async () => {
    database = await withDatabase()
    await database.open()
    client = new pg.Client({
      connectionString: database.url,
      options: READ_SETTINGS.map((setting) => `-c ${setting}`).join(' '),
    })
    await client.connect()
    for (const { id, head } of [short, long]) await client.query(FILL, [id, head, other, organisationId, me])
  })
  afterAll(async () => {
    await client.end()
    await database.stop()
  })

  let statements = 0
  /** As the pool of reads would run it: planned without knowing the values. */
  async function pagesTouched(sql: string, values: readonly (string | number)[]): Promise<number> {
    const name = `read_${++statements}`
    await client.query(`PREPARE ${name} AS ${sql}`)
    const given = values.map((value) => pg.escapeLiteral(String(value))).join(', ')
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ${name}(${given})`)
    const plan = rows[0]['QUERY PLAN'][0].Plan
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  }

  const page = (room: Room, { text }: { text: string }, bound: number) =>
    pagesTouched(text, [me, bound, PAGE, room.id, organisationId])
  const reads: Record<string, (room: Room) => Promise<number>> = {
    'the newest page': (room) => page(room, PAGE_BEFORE, Number.MAX_SAFE_INTEGER),
    'a page from the middle': (room) => page(room, PAGE_BEFORE, room.head / 2),
    'the first page': (room) => page(room, PAGE_AFTER, 0),
    'what is unread': () => pagesTouched(LIST, [me, organisationId, 'infinity', newId(), 10]),
    'the former texts of a new message': ({ id, head }) =>
      pagesTouched(TEXTS, [id, head - 50, JSON.stringify(newId(head - 50))]),
  }

  it.each(['before the planner knows the tables', 'afterwards'])('costs what it costs, %s', async (when) => {
    if (when === 'afterwards') await client.query('ANALYZE')
    const costs: Record<string, number[]> = {}
    for (const [name, read] of Object.entries(reads)) {
      await read(short)
      costs[name] = [await read(short), await read(long)]
      const [inShort, inLong] = costs[name] as [number, number]
      expect(inLong, `${name}: ${inShort} pages in the short room`).toBeLessThan(inShort * SLACK + 4)
    }
    expect(costs['the newest page']?.[1]).toBeLessThan(PAGE * 5)
    expect(costs['what is unread']?.[1]).toBeLessThan(3_000)
  })
})
