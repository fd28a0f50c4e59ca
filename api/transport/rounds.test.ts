import { expect, test } from 'vitest'
import { Few } from './few.ts'
import type { FollowedRoom, Group, Member } from './following.ts'
import { makeRounds, type Pace } from './rounds.ts'

/** A turn of the event loop in which others may commit, and the one in which a round goes on if they do not. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve))
}

/** Rooms whose groups are numbers of sockets, and what was published to them in which order. */
function world(pace: Pace) {
  const published: { topic: string; seqs: number[] }[] = []
  const rounds = makeRounds(
    {
      publish: (topic, frame) =>
        published.push({ topic, seqs: [...frame.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq)) }),
      delivered() {},
    },
    pace,
  )
  return {
    room(id: string, ...sizes: number[]): FollowedRoom {
      const groups = sizes.map((size, index) => groupOf(`${id}${index}`, size))
      return {
        id,
        lastSeq: 0,
        head: 0,
        groups: new Set(groups),
        open: new Few(),
        passed: [],
        pending: new Set(),
      }
    },
    says(room: FollowedRoom, options: { isReset?: true; text?: string } = {}): void {
      const seq = ++room.lastSeq
      const { text = '', ...reset } = options
      const json = `[{"seq":${seq},"text":"${text}"}]`
      room.passed.push({ json, position: `e:${seq}`, firstSeq: seq, lastSeq: seq, ...reset })
      rounds.add(room)
    },
    /** What was published since it was asked last: `topic:seqs`. */
    heard: () => published.splice(0).map(({ topic, seqs }) => `${topic}:${seqs.join(',')}`),
    tell: rounds.tell,
  }
}

function groupOf(topic: string, size: number): Group {
  const members = new Set(Array.from({ length: size }, () => ({}) as Member))
  return { topic, key: '1', shape: 'rooms', members, told: 0 }
}

test('a large room is told a group a turn, each all that it has not been told yet', async () => {
  const { room, says, heard } = world({ groupMax: 5, toldATurn: 5 })
  const large = room('L', 5, 5, 5)
  says(large)
  expect(heard()).toEqual(['L0:1'])
  says(large)
  await turn()
  expect(heard()).toEqual(['L1:1,2'])
  await turn()
  expect(heard()).toEqual(['L2:1,2'])
  says(large)
  await turn()
  await turn()
  await turn()
  expect(heard()).toEqual(['L0:2,3', 'L1:3', 'L2:3'])
  expect(large.passed).toEqual([])
})

test('a small room waits for one turn of a large one, not for a round of it', async () => {
  const { room, says, heard } = world({ groupMax: 5, toldATurn: 5 })
  const large = room('L', 5, 5, 5)
  const small = room('S', 1)
  says(large)
  says(small)
  expect(heard()).toEqual(['L0:1'])
  await turn()
  await turn()
  expect(heard()).toEqual(['L1:1', 'S0:1', 'L2:1'])
})

test('a room that fits into a turn is told whole', async () => {
  const { room, says, heard } = world({ groupMax: 2, toldATurn: 5 })
  says(room('F', 2, 2, 1))
  expect(heard()).toEqual(['F0:1', 'F1:1', 'F2:1'])
  await turn()
  says(room('L', 2, 2, 2))
  expect(heard()).toEqual(['L0:1'])
})

test('small rooms share a turn', () => {
  const { room, says, heard } = world({ groupMax: 5, toldATurn: 5 })
  for (const id of ['A', 'B', 'C']) says(room(id, 2))
  expect(heard()).toEqual(['A0:1', 'B0:1', 'C0:1'])
})

test('who is told out of turn is not told twice', async () => {
  const { room, says, heard, tell } = world({ groupMax: 5, toldATurn: 5 })
  const large = room('L', 5, 5)
  says(large)
  tell(large, [...large.groups].find(({ topic }) => topic === 'L1') as Group)
  expect(heard()).toEqual(['L0:1', 'L1:1'])
  await turn()
  await turn()
  expect(heard()).toEqual([])
})

test('a reset is a frame of its own, and so is what would make a frame too large', async () => {
  const { room, says, heard } = world({ groupMax: 5, toldATurn: 5 })
  const [blocker, other] = [room('B', 5), room('O', 1)]
  says(blocker)
  says(other)
  says(other, { isReset: true })
  says(other)
  says(other, { text: 'x'.repeat(40_000) })
  says(other, { text: 'x'.repeat(40_000) })
  await turn()
  expect(heard()).toEqual(['B0:1', 'O0:1', 'O0:2', 'O0:3,4', 'O0:5'])
})
