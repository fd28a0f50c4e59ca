/** What every journal must do: one suite that the one in memory and the one in PostgreSQL both pass. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idSource } from '../kernel/ids.ts'
import { seededRandom } from '../kernel/random.ts'
import { shardOf } from '../kernel/shard.ts'
import type { AnyEvent, Journal, RoomWrite } from './ports.ts'

export interface JournalUnderTest {
  readonly journal: Journal
  /** An organisation that exists. */
  readonly organisationId: string
  /** Makes a person who exists; returns their id. */
  person(): Promise<string>
  /** From now on the journal takes writes in `shard` only under `term`. */
  setTerm(shard: number, term: number): Promise<void>
  close(): Promise<void>
}

/** Registers the suite. `make` is called once; tests share the journal and never a room. */
export function journalSuite(name: string, make: () => Promise<JournalUnderTest>): void {
  const newId = idSource(() => 1_790_000_000_000, seededRandom(0x1057))
  let under: JournalUnderTest
  let journal: Journal
  let ann: string
  let bob: string

  beforeAll(async () => {
    under = await make()
    journal = under.journal
    ann = await under.person()
    bob = await under.person()
  })
  afterAll(() => under.close())

  /** A room nobody has used, its shard owned under term 1. */
  async function freshRoom() {
    const roomId = newId()
    const shard = shardOf(roomId)
    await under.setTerm(shard, 1)
    const write = (events: readonly AnyEvent[], term = 1): RoomWrite => {
      return { kind: 'conversation', roomId, shard, term, events, snapshot: null, due: [], listing: null }
    }
    const commit = async (write: RoomWrite) => (await journal.commit(laneOf(shard), [write]))[0]
    return { roomId, shard, write, commit }
  }

  const laneOf = (shard: number) => shard % journal.lanes

  function created(authorId = ann): AnyEvent {
    const payload = {
      organisationId: under.organisationId,
      conversationKind: 'group',
      title: 'Räume & «Zeichen» 🦜',
      members: [
        { userId: authorId, role: 'owner' },
        ...(authorId === bob ? [] : [{ userId: bob, role: 'member' }]),
      ],
    }
    return envelope(1, 'conversation.created', authorId, payload)
  }

  function sent(seq: number, text: string, authorId = ann, messageId = newId(seq)): AnyEvent {
    return envelope(seq, 'message.sent', authorId, { messageId, text, replyTo: null })
  }

  function envelope(seq: number, kind: string, authorId: string, payload: unknown): AnyEvent {
    const at = new Date(Date.UTC(2026, 10, 21, 12, 0, 0, seq)).toISOString()
    return { seq, kind, authorId, commandId: newId(), at, payload }
  }

  describe(`${name}: a journal`, () => {
    it('knows nothing of a room without events', async () => {
      const { roomId } = await freshRoom()
      expect(await journal.load(roomId)).toBeNull()
      expect(await journal.findCommand(roomId, ann, newId())).toBeNull()
      expect(await journal.findMessage(roomId, newId())).toBeNull()
    })

    it('gives back what was written, in order and unchanged', async () => {
      const { roomId, write, commit } = await freshRoom()
      const first = [created(), sent(2, 'hello "there" \\ \n 🦜'), sent(3, 'hi', bob)]
      const second = [sent(4, 'more')]
      expect(await commit(write(first))).toBe('written')
      expect(await commit(write(second))).toBe('written')
      const loaded = await journal.load(roomId)
      expect(loaded?.snapshot).toBeNull()
      expect(loaded?.events).toEqual([...first, ...second])
    })

    it('answers many rooms in the order they were asked, each for itself', async () => {
      const rooms = await Promise.all([freshRoom(), freshRoom(), freshRoom()])
      const spoilt = rooms[1] as (typeof rooms)[number]
      await under.setTerm(spoilt.shard, 2)
      const outcomes = await journal.commit(
        0,
        rooms.map((room) => room.write([created()])),
      )
      const shared = rooms.map((room) => (room.shard === spoilt.shard ? 'fenced' : 'written'))
      expect(outcomes).toEqual(shared)
      expect(await journal.load(spoilt.roomId)).toBeNull()
    })

    it('takes nothing under a term that is over, nor under one that was never granted', async () => {
      const { roomId, shard, write, commit } = await freshRoom()
      await commit(write([created()]))
      await under.setTerm(shard, 7)
      expect(await commit(write([sent(2, 'from a zombie')], 1))).toBe('fenced')
      expect(await commit(write([sent(2, 'from the future')], 8))).toBe('fenced')
      expect(await commit(write([sent(2, 'from the owner')], 7))).toBe('written')
      expect((await journal.load(roomId))?.events).toHaveLength(2)
    })

    it('refuses a command that it holds already, with everything written beside it', async () => {
      const { roomId, write, commit } = await freshRoom()
      const hello = sent(2, 'hello')
      await commit(write([created(), hello]))
      const again = { ...sent(4, 'hello'), commandId: hello.commandId }
      expect(await commit(write([sent(3, 'beside it'), again]))).toBe('conflict')
      expect((await journal.load(roomId))?.events).toHaveLength(2)
      expect(await commit(write([sent(3, 'afterwards')]))).toBe('written')
    })

    it('refuses a seq that is taken', async () => {
      const { roomId, write, commit } = await freshRoom()
      await commit(write([created(), sent(2, 'first')]))
      expect(await commit(write([sent(2, 'second')]))).toBe('conflict')
      const loaded = await journal.load(roomId)
      expect(loaded?.events.map((event) => event.seq)).toEqual([1, 2])
    })

    it('lets a conflict harm no other room of the commit', async () => {
      const spoilt = await freshRoom()
      const sound = await freshRoom()
      const first = created()
      await spoilt.commit(spoilt.write([first]))
      const lane = laneOf(spoilt.shard)
      const writes = [
        spoilt.write([{ ...sent(2, 'x'), commandId: first.commandId }]),
        sound.write([created()]),
      ]
      expect(await journal.commit(lane, writes)).toEqual(['conflict', 'written'])
      expect((await journal.load(sound.roomId))?.events).toHaveLength(1)
    })

    it('keeps a commandId per room and author', async () => {
      const one = await freshRoom()
      const other = await freshRoom()
      const { commandId } = created()
      expect(await one.commit(one.write([{ ...created(), commandId }]))).toBe('written')
      expect(await one.commit(one.write([{ ...sent(2, 'hi', bob), commandId }]))).toBe('written')
      expect(await other.commit(other.write([{ ...created(), commandId }]))).toBe('written')
    })

    it('finds the event that a command caused', async () => {
      const { roomId, write, commit } = await freshRoom()
      const hello = sent(2, 'hello')
      await commit(write([created(), hello]))
      expect(await journal.findCommand(roomId, ann, hello.commandId)).toEqual(hello)
      expect(await journal.findCommand(roomId, bob, hello.commandId)).toBeNull()
    })

    it('finds a message as it is now', async () => {
      const { roomId, write, commit } = await freshRoom()
      const messageId = newId(2)
      await commit(write([created(), sent(2, 'helo', ann, messageId)]))
      const found = { messageId, authorId: ann, text: 'helo', deleted: false }
      expect(await journal.findMessage(roomId, messageId)).toEqual(found)
      await commit(write([envelope(3, 'message.edited', ann, { messageId, text: 'hello' })]))
      expect(await journal.findMessage(roomId, messageId)).toEqual({ ...found, text: 'hello' })
      await commit(write([envelope(4, 'message.deleted', bob, { messageId })]))
      expect(await journal.findMessage(roomId, messageId)).toMatchObject({ authorId: ann, deleted: true })
      expect(await journal.findMessage(roomId, newId())).toBeNull()
    })

    it('finds a message that was sent and changed in one commit', async () => {
      const { roomId, write, commit } = await freshRoom()
      const messageId = newId(2)
      const edited = envelope(3, 'message.edited', ann, { messageId, text: 'second' })
      await commit(write([created(), sent(2, 'first', ann, messageId), edited]))
      expect(await journal.findMessage(roomId, messageId)).toMatchObject({ text: 'second', deleted: false })
    })

    it('finds no message of another room', async () => {
      const one = await freshRoom()
      const other = await freshRoom()
      const messageId = newId(2)
      await one.commit(one.write([created(), sent(2, 'here', ann, messageId)]))
      await other.commit(other.write([created(), sent(2, 'there')]))
      expect(await journal.findMessage(other.roomId, messageId)).toBeNull()
    })

    it('finds no message by an id that a stranger made up, though it names a seq', async () => {
      const { roomId, write, commit } = await freshRoom()
      await commit(write([created(), sent(2, 'hello')]))
      for (const seq of [0, 1, 2, 3, 2 ** 40 - 1]) {
        expect(await journal.findMessage(roomId, newId(seq))).toBeNull()
      }
    })

    it('loads a snapshot, what came after it, and the newest events besides', async () => {
      const { roomId, write, commit } = await freshRoom()
      const before = [created(), sent(2, 'before')]
      const after = [sent(3, 'after'), sent(4, 'after that')]
      await commit({ ...write(before), snapshot: { version: 3, dump: { any: ['thing', 1, null] } } })
      await commit(write(after))
      const loaded = await journal.load(roomId)
      expect(loaded?.snapshot).toEqual({ seq: 2, version: 3, dump: { any: ['thing', 1, null] } })
      expect(loaded?.events).toEqual(after)
      expect(loaded?.recent.slice(-2)).toEqual(after)
      await commit({ ...write([sent(5, 'later')]), snapshot: { version: 4, dump: {} } })
      expect((await journal.load(roomId))?.snapshot).toEqual({ seq: 5, version: 4, dump: {} })
      expect((await journal.load(roomId))?.events).toEqual([])
    })

    it('loads the newest 100 events at least, whatever the snapshot', async () => {
      const { roomId, write, commit } = await freshRoom()
      const events = Array.from({ length: 149 }, (_, index) => sent(index + 2, `message ${index}`))
      await commit({ ...write([created(), ...events]), snapshot: { version: 1, dump: {} } })
      const loaded = await journal.load(roomId)
      expect(loaded?.events).toEqual([])
      expect(loaded?.recent.slice(-100)).toEqual(events.slice(-100))
    })

    it('writes no snapshot with a write it does not take', async () => {
      const { roomId, write, commit } = await freshRoom()
      const first = created()
      await commit(write([first]))
      const doubled = { ...sent(2, 'x'), commandId: first.commandId }
      await commit({ ...write([doubled]), snapshot: { version: 9, dump: {} } })
      expect((await journal.load(roomId))?.snapshot).toBeNull()
    })

    it('lets exactly one of two writers have a seq, however they race', async () => {
      const { roomId, write, commit } = await freshRoom()
      await commit(write([created()]))
      const racing = Array.from({ length: 8 }, (_, index) => write([sent(2, `writer ${index}`)]))
      const outcomes = await Promise.all(
        racing.map(async (one, index) => (await journal.commit(index % journal.lanes, [one]))[0]),
      )
      expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1)
      expect((await journal.load(roomId))?.events).toHaveLength(2)
    })
  })
}
