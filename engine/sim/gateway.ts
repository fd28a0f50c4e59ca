/** The door of a simulated node: `makeGateway` holds sockets that follow rooms, as `api/transport/topics.ts` does. */

import type { Resume } from '../fanout/resume.ts'
import type { Batch, Sink } from '../fanout/sink.ts'
import type { Clock } from '../kernel/clock.ts'
import { sleep } from '../kernel/sleep.ts'
import type { Position } from '../protocol/position.ts'
import type { Story } from './story.ts'

/** What a socket is sent of one room. */
export interface Frame {
  readonly roomId: string
  /** Of the last event. */
  readonly position: string
  /** Events, or one reset. */
  readonly json: string
}

export interface GatewayParts {
  readonly name: string
  readonly epoch: string
  readonly resume: Resume
  readonly clock: Clock
  readonly story: Story
  /** Somebody here begins to follow a room, and the last one stops. */
  readonly want: (roomId: string) => void
  readonly unwant: (roomId: string) => void
}

export interface Gateway {
  readonly sink: Sink
  /** Follows a room from a position; returns a function that stops it. */
  follow(roomId: string, from: Position | null, send: (frame: Frame) => void): () => void
  /** Rooms that somebody follows. */
  readonly rooms: () => readonly string[]
}

/** One socket in one room. */
interface Member {
  readonly send: (frame: Frame) => void
  /** seq up to which it has been told everything; null while what it missed is read. */
  after: number | null
  from: Position | null
  waiting: Batch[]
  /** The head is at least this: reading what it missed must not stop before. */
  expected: number
  isGone: boolean
}

interface Room {
  readonly members: Set<Member>
}

const RETRY_MS = 250

export function makeGateway({ name, epoch, resume, clock, story, want, unwant }: GatewayParts): Gateway {
  const rooms = new Map<string, Room>()

  async function catchUp(roomId: string, room: Room, member: Member): Promise<void> {
    while (!member.isGone) {
      const { from } = member
      try {
        const [caught] = await resume([{ roomId, from }])
        if (member.isGone) return
        if (caught === undefined && from !== null && from.seq === 0 && from.epoch === epoch) {
          // No such room yet: whoever follows it before it begins is brought there by its first batch.
          member.after = 0
        } else if (caught === undefined) {
          await sleep(clock, RETRY_MS)
          continue
        } else {
          if (from !== null && from.epoch !== epoch && !caught.reset)
            story.violate('I9', `${name} continued ${roomId} from ${from.epoch}:${from.seq} in ${epoch}`)
          for (const { json, position } of caught.missed) member.send({ roomId, json, position })
          member.after = caught.head
        }
        if (member.after !== null && member.after < member.expected) {
          member.from = { epoch, seq: member.after }
          member.after = null
          await sleep(clock, RETRY_MS)
          continue
        }
        const { waiting } = member
        member.waiting = []
        for (const batch of waiting) offer(roomId, room, member, batch)
        return
      } catch {
        await sleep(clock, RETRY_MS)
      }
    }
  }

  function offer(roomId: string, room: Room, member: Member, batch: Batch): void {
    if (member.after === null) {
      member.waiting.push(batch)
      return
    }
    if (batch.lastSeq <= member.after) return
    if (batch.firstSeq > member.after + 1 && !batch.isReset) {
      story.count('repairs')
      story.tell(name, () => `${roomId}: ${batch.firstSeq} after ${member.after}, reads what is missing`)
      member.from = { epoch, seq: member.after }
      member.after = null
      void catchUp(roomId, room, member)
      return
    }
    member.send({ roomId, json: cutAt(batch, member.after), position: batch.position })
    member.after = batch.lastSeq
  }

  return {
    sink: {
      publish(batch) {
        const room = rooms.get(batch.roomId)
        if (room === undefined) return
        for (const member of [...room.members]) offer(batch.roomId, room, member, batch)
      },
      lastSeqOf(roomId) {
        const told = [...(rooms.get(roomId)?.members ?? [])].flatMap(({ after }) => after ?? [])
        return told.length === 0 ? undefined : Math.min(...told)
      },
      expect(roomId, head) {
        for (const member of rooms.get(roomId)?.members ?? [])
          if (member.after === null) member.expected = Math.max(member.expected, head)
      },
      // People here follow rooms by themselves, members or not.
      moved() {},
      recheck() {},
    },
    follow(roomId, from, send) {
      const room = rooms.get(roomId) ?? { members: new Set<Member>() }
      if (room.members.size === 0) {
        rooms.set(roomId, room)
        want(roomId)
      }
      const member: Member = { send, after: null, from, waiting: [], expected: 0, isGone: false }
      room.members.add(member)
      void catchUp(roomId, room, member)
      return () => {
        if (member.isGone) return
        member.isGone = true
        room.members.delete(member)
        if (room.members.size > 0) return
        rooms.delete(roomId)
        unwant(roomId)
      }
    },
    rooms: () => [...rooms.keys()],
  }
}

/** The batch without what its reader has. */
function cutAt({ json, firstSeq, isReset }: Batch, after: number): string {
  if (firstSeq > after || isReset) return json
  return JSON.stringify((JSON.parse(json) as { seq: number }[]).filter(({ seq }) => seq > after))
}
