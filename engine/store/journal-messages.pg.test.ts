import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyEvent, RoomWrite } from '../actors/ports.ts'
import { makeArrays } from './array-binary.ts'
import { makeRoom, messageIdOf } from './conversation-events.ts'
import { areMessages, messagesQuery } from './journal-messages.ts'
import { statementFor } from './journal-statement.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

const TABLES = {
  event:
    'SELECT room_id, seq, kind, author_id, command_id, payload::text, at, term FROM event ORDER BY room_id, seq',
  message: 'SELECT * FROM message ORDER BY conversation_id, seq',
  conversation: 'SELECT * FROM conversation ORDER BY id',
  member: 'SELECT * FROM member ORDER BY conversation_id, user_id',
  snapshot: 'SELECT * FROM snapshot ORDER BY room_id',
}

describe('the statement for messages', () => {
  const ann = randomUUID()
  const arrays = makeArrays()
  let database: TestDatabase
  let store: Store
  let client: pg.Client

  beforeAll(async () => {
    database = await withDatabase()
    store = await database.open()
    await store.em().getConnection().execute('UPDATE shard SET term = 1')
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await database.stop()
  })

  /** What the tables hold after `work`, which is then taken back. */
  async function tablesAfter(work: () => Promise<unknown>) {
    await client.query('BEGIN')
    try {
      const answer = await work()
      const tables: Record<string, unknown> = {}
      for (const [name, sql] of Object.entries(TABLES)) tables[name] = (await client.query(sql)).rows
      return { answer, tables }
    } finally {
      await client.query('ROLLBACK')
    }
  }
  const general = (writes: readonly RoomWrite[]) => {
    const { text, parametersOf } = statementFor(writes)
    return client.query<{ whole: number }>(text, parametersOf(writes)).then(({ rows }) => rows[0])
  }
  const short = (writes: readonly RoomWrite[]) =>
    client.query(messagesQuery(arrays, writes)).then(() => arrays.reuse())

  const text = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      '',
      'NULL',
      '{"a,b\\"}',
      'line\nfeed\u0007\u2028',
      `${'x'.repeat(199)}🦜`,
      'a\0b',
      'half a \ud83e',
    ),
  )
  const message = fc.record({
    text,
    isReply: fc.boolean(),
    isNewer: fc.boolean(),
    lateMs: fc.integer({ min: 0, max: 10_000_000 }),
  })
  const fault = fc.constantFrom('none', 'none', 'none', 'none', 'gap', 'taken', 'repeat', 'term', 'unknown')
  const batch = fc.array(
    fc.record({ messages: fc.array(message, { minLength: 1, maxLength: 4 }), fault, dumps: fc.boolean() }),
    { minLength: 1, maxLength: 6 },
  )
  const faultless = batch.map((rooms) => rooms.map((room) => ({ ...room, fault: 'none' as const })))
  type Batch = ReturnType<typeof batch.generate>['value']

  /** Rooms of two events each in the journal, and the writes that follow. */
  async function prepare(rooms: Batch): Promise<RoomWrite[]> {
    const writes: RoomWrite[] = []
    for (const { messages, fault, dumps } of rooms) {
      const room = makeRoom()
      const first = room.sent(ann, 'first')
      const before = [
        { ...room.created(ann), seq: 1 },
        { ...first, seq: 2 },
      ]
      if (fault !== 'unknown') await store.journal.commit(room.shard % 2, [room.write(before)])
      const events = messages.map(({ text, isReply, isNewer, lateMs }, index): AnyEvent => {
        const seq = index + 3 + (fault === 'gap' ? 1 : 0) - (fault === 'taken' ? 1 : 0)
        const commandId = fault === 'repeat' && index === 0 ? first.commandId : `"c\\,${randomUUID()}`
        const replyTo = isReply ? randomUUID() : null
        const payload = { messageId: randomUUID(), text, replyTo, ...(isNewer && { mood: 'new' }) }
        const at = new Date(1_790_000_000_000 + lateMs).toISOString()
        const authorId = fault === 'repeat' ? ann : randomUUID()
        return { seq, kind: 'message.sent', authorId, commandId, at, payload }
      })
      const snapshot = dumps ? { version: 3, dump: { text: 'a "dump"', members: [1, null] } } : null
      writes.push(room.write(events, { snapshot, term: fault === 'term' ? 2 : 1 }))
    }
    return writes
  }

  it('writes what the general one writes, to the letter, or nothing', async () => {
    let wrote = 0
    await fc.assert(
      fc.asyncProperty(fc.oneof(batch, faultless), async (rooms) => {
        const writes = await prepare(rooms)
        expect(areMessages(writes)).toBe(true)
        if (rooms.every(({ fault }) => fault === 'none')) {
          const [one, other] = [
            await tablesAfter(() => general(writes)),
            await tablesAfter(() => short(writes)),
          ]
          expect(one.answer).toMatchObject({ fenced: [], conflicts: [] })
          expect(other.tables).toEqual(one.tables)
          wrote++
        } else {
          await expect(tablesAfter(() => short(writes))).rejects.toMatchObject({
            code: expect.stringMatching(/^2[23]/),
          })
        }
      }),
      { numRuns: 60 },
    )
    expect(wrote).toBeGreaterThan(5)
  })

  it('leaves to the general one to say which rooms are at fault', async () => {
    await fc.assert(
      fc.asyncProperty(batch, async (rooms) => {
        const writes = await prepare(rooms)
        const expected = rooms.map(({ fault }) => {
          if (fault === 'none') return 'written'
          return fault === 'term' ? 'fenced' : 'conflict'
        })
        expect(await store.journal.commit(0, writes)).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('leaves to the general one what is no UUID, and what no column takes', async () => {
    const [sound, spoilt] = [makeRoom(), makeRoom()]
    await store.journal.commit(
      0,
      [sound, spoilt].map((room) => room.write([room.created(ann)])),
    )
    const bad = { ...spoilt.sent(ann, 'x'), seq: 2 }
    for (const event of [
      { ...bad, authorId: `${ann.slice(0, 35)}g` },
      { ...bad, commandId: 'a\0b' },
    ]) {
      const writes = [sound.write([sound.sent(ann, 'hello')]), spoilt.write([event])]
      await expect(store.journal.commit(0, writes)).rejects.toMatchObject({
        code: expect.stringMatching(/^22/),
      })
    }
    expect((await store.journal.load(sound.roomId))?.events).toHaveLength(3)
    expect((await store.journal.load(spoilt.roomId))?.events).toHaveLength(1)
  })

  it('is not for what it would change or lose', () => {
    const room = makeRoom()
    const sent = room.sent(ann, 'hello')
    const isFor = (event: AnyEvent, more: Partial<RoomWrite> = {}) => areMessages([room.write([event], more)])
    expect(isFor(sent)).toBe(true)
    expect(isFor(sent, { due: [{ name: 'a', due: null }] })).toBe(false)
    expect(isFor(sent, { kind: 'post' })).toBe(false)
    expect(isFor(room.edited(ann, messageIdOf(sent), 'hi'))).toBe(false)
  })
})
