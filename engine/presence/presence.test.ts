import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { openTown, type Screen, type Town, type TownNode } from './testing.ts'

let town: Town
let a: TownNode
let b: TownNode
let screen: Screen

/** Bob looks, at node a, at who is online. */
beforeEach(async () => {
  town = openTown()
  a = town.open('a')
  b = town.open('b')
  screen = a.screen()
  screen.watch('ann')
  await town.pass(1)
})

describe('who is online', () => {
  test('somebody is online from the first device to the last, on whatever nodes they are', async () => {
    b.presence.enter('ann')
    b.presence.enter('ann')
    await town.pass(1)
    expect(screen.changes).toEqual(['+ann'])
    a.presence.enter('ann')
    b.presence.leave('ann')
    b.presence.leave('ann')
    await town.pass(20)
    expect(screen.changes).toEqual(['+ann'])
    a.presence.leave('ann')
    await town.pass(7)
    expect(screen.changes).toEqual(['+ann', '-ann'])
  })

  test('who looks later sees who was there before, here and elsewhere', async () => {
    b.presence.enter('ann')
    a.presence.enter('bob')
    await town.pass(1)
    const late = a.screen()
    late.watch('ann', 'bob', 'carl')
    await town.pass(1)
    expect([...late.online].sort()).toEqual(['ann', 'bob'])
  })

  test('a node that comes later learns who is online, and is learned of', async () => {
    b.presence.enter('ann')
    await town.pass(1)
    const c = town.open('c')
    const there = c.screen()
    there.watch('ann')
    screen.watch('carl')
    c.presence.enter('carl')
    await town.pass(1)
    expect([...there.online]).toEqual(['ann'])
    expect([...screen.online].sort()).toEqual(['ann', 'carl'])
  })

  test('a reload, or another network, does not show', async () => {
    b.presence.enter('ann')
    await town.pass(1)
    b.presence.leave('ann')
    await town.pass(3)
    b.presence.enter('ann')
    await town.pass(10)
    b.presence.leave('ann')
    await town.pass(3)
    a.presence.enter('ann')
    await town.pass(10)
    expect(screen.changes).toEqual(['+ann'])
  })
})

describe('nodes that end', () => {
  test('after a crash people are offline within 15 seconds, unless they are somewhere else by then', async () => {
    screen.watch('bob')
    b.presence.enter('ann')
    b.presence.enter('bob')
    await town.pass(6)
    b.crash()
    await town.pass(2)
    a.presence.enter('bob')
    expect([...screen.online].sort()).toEqual(['ann', 'bob'])
    await town.pass(13)
    expect([...screen.online]).toEqual(['bob'])
    expect(screen.changes).toEqual(['+ann', '+bob', '-ann'])
  })

  test('a deployment does not show: the people of a node that leaves come back elsewhere', async () => {
    const people = Array.from({ length: 50 }, (_, index) => `person ${index}`)
    screen.watch(...people)
    const c = town.open('c')
    for (const person of people) b.presence.enter(person)
    await town.pass(2)
    screen.unwatch('ann')
    const before = screen.changes.length
    b.presence.handOff()
    for (const person of people) b.presence.leave(person)
    await town.pass(8)
    b.presence.stop()
    b.crash()
    for (const [index, person] of people.entries()) (index % 2 ? a : c).presence.enter(person)
    await town.pass(30)
    expect(screen.changes.slice(before)).toEqual([])
    expect(screen.online.size).toBe(50)
  })

  test('who does not come back after a deployment goes offline', async () => {
    b.presence.enter('ann')
    await town.pass(1)
    b.presence.stop()
    await town.pass(15)
    expect(screen.changes).toEqual(['+ann', '-ann'])
  })
})

describe('words that are lost', () => {
  test('a lost coming and a lost going are noticed by the next beat', async () => {
    town.loses = (life) => life === 'b'
    b.presence.enter('ann')
    await town.pass(1)
    expect(screen.online.has('ann')).toBe(false)
    town.loses = () => false
    await town.pass(6)
    expect(screen.online.has('ann')).toBe(true)
    b.presence.leave('ann')
    await town.pass(5)
    town.loses = (life) => life === 'b'
    await town.pass(2)
    town.loses = () => false
    await town.pass(6)
    expect(screen.online.has('ann')).toBe(false)
  })

  test('a lost question is asked again', async () => {
    b.presence.enter('bob')
    await town.pass(1)
    town.loses = (life) => life === 'a'
    screen.watch('bob')
    await town.pass(1)
    expect(screen.online.has('bob')).toBe(false)
    town.loses = () => false
    await town.pass(6)
    expect(screen.online.has('bob')).toBe(true)
  })

  test('an answer that a newer word has overtaken does not stand', async () => {
    town.delays = (life) => life === 'a'
    screen.watch('bob')
    await town.pass(0.2)
    b.presence.enter('bob')
    await town.pass(1)
    town.delays = () => false
    await town.pass(6)
    expect(screen.online.has('bob')).toBe(true)
  })

  test('while a node is cut off nobody flickers; afterwards it learns what it missed', async () => {
    screen.watch('bob')
    b.presence.enter('ann')
    await town.pass(1)
    a.wire.cut()
    await town.pass(10)
    b.presence.leave('ann')
    b.presence.enter('bob')
    await town.pass(30)
    expect([...screen.online]).toEqual(['ann'])
    a.wire.mend()
    await town.pass(6)
    expect([...screen.online]).toEqual(['bob'])
  })

  test('many who come at once are told in pieces that the bus can carry', async () => {
    const people = Array.from({ length: 5_000 }, (_, index) => `organisation/person ${index}`)
    screen.watch(...people)
    for (const person of people) b.presence.enter(person)
    const before = b.sent
    await town.pass(1)
    expect(screen.online.size).toBe(5_000)
    expect(b.sent - before).toBe(4)
  })
})

describe('what is kept', () => {
  test('of other nodes only those who are watched here, and nothing once nobody watches', async () => {
    for (let index = 0; index < 100; index++) b.presence.enter(`person ${index}`)
    screen.watch('person 1', 'person 2')
    await town.pass(1)
    expect(a.presence.size()).toMatchObject({ here: 0, watched: 3, elsewhere: 2, nodes: 1 })
    screen.unwatch('ann', 'person 1', 'person 2')
    expect(a.presence.size()).toMatchObject({ watched: 0, elsewhere: 0 })
    b.crash()
    await town.pass(14)
    expect(a.presence.size().nodes).toBe(0)
  })

  test('a quiet node says one word in five seconds', async () => {
    await town.pass(10)
    const before = a.sent
    await town.pass(60)
    expect(a.sent - before).toBe(12)
  })
})

describe('who types', () => {
  test('a word about typing is shown on all nodes, and ends by itself', async () => {
    const [near, far] = [b.room('tea'), a.room('tea')]
    b.presence.type('tea', 'ann', true)
    expect(near.typing).toEqual(['ann'])
    await town.pass(0.2)
    expect(far.typing).toEqual(['ann'])
    await town.pass(7)
    expect([near.typing, far.typing]).toEqual([[], []])
  })

  test('whoever goes on is shown without a break, and told once', async () => {
    const room = a.room('tea')
    for (let times = 0; times < 5; times++) {
      b.presence.type('tea', 'ann', true)
      await town.pass(3)
      expect(room.typing).toEqual(['ann'])
    }
    expect(room.changes).toBe(1)
    b.presence.type('tea', 'ann', false)
    await town.pass(0.2)
    expect(room.typing).toEqual([])
  })

  test('a lost word about typing is made good by the next, or by the end of the lease', async () => {
    const room = a.room('tea')
    town.loses = (life) => life === 'b'
    b.presence.type('tea', 'ann', true)
    await town.pass(1)
    town.loses = () => false
    b.presence.type('tea', 'ann', true)
    await town.pass(0.2)
    expect(room.typing).toEqual(['ann'])
    town.loses = (life) => life === 'b'
    b.presence.type('tea', 'ann', false)
    await town.pass(6)
    expect(room.typing).toEqual([])
  })

  test('a room where many type shows five, in the order in which they began, twice a second at most', async () => {
    const room = a.room('tea')
    for (let times = 0; times < 10; times++) {
      for (let index = 0; index < 100; index++) b.presence.type('tea', `p${index}`, times % 2 === 0)
      await town.pass(0.1)
    }
    expect(room.changes).toBeLessThanOrEqual(3)
    b.presence.type('tea', 'p9', true)
    b.presence.type('tea', 'p1', true)
    await town.pass(1)
    expect(room.typing).toEqual(['p9', 'p1'])
    for (let index = 0; index < 100; index++) b.presence.type('tea', `p${index}`, true)
    await town.pass(1)
    expect(room.typing).toEqual(['p9', 'p1', 'p0', 'p2', 'p3'])
  })

  test('rooms nobody looks at are not kept', async () => {
    const room = a.room('tea')
    b.presence.type('tea', 'ann', true)
    b.presence.type('coffee', 'ann', true)
    await town.pass(0.2)
    expect(a.presence.size().rooms).toBe(1)
    room.close()
    expect(a.presence.size().rooms).toBe(0)
    expect(b.presence.size().rooms).toBe(0)
  })
})

const who = fc.constantFrom('ann', 'bob')
const where = fc.constantFrom(0, 1)
const seconds = fc.constantFrom(0, 0.1, 0.2, 1, 6)
const acts = fc.constantFrom('enter', 'enter', 'leave', 'leave', 'watch', 'watch', 'unwatch')
const faults = fc.constantFrom('cut', 'lossy', 'slow', 'crash', 'hand off')
const step = fc.record({ act: fc.oneof({ weight: 3, arbitrary: acts }, faults), where, who, seconds })
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

test('whatever happens, 20 calm seconds later every screen is right, and none is told what it knew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30, size: 'max' }), async (steps) => {
      for (const { shown, right, doubles } of await live(steps)) {
        expect(shown).toEqual(right)
        expect(doubles).toEqual([])
      }
    }),
    { numRuns: 500 },
  )
})

/** Lives through the steps; answers with what every screen shows in the end, and with what is true. */
async function live(steps: readonly Step[]) {
  const world = openTown()
  const [lossy, slow, cut] = [new Set<string>(), new Set<string>(), new Set<string>()]
  world.loses = (life) => lossy.has(life)
  world.delays = (life) => slow.has(life)
  let lives = 0
  const begin = () => {
    const life = `life ${lives++}`
    const node = world.open(life)
    return { life, node, screen: node.screen(), watched: new Set<string>(), devices: [] as string[] }
  }
  const places = [begin(), begin()]
  await world.pass(1)
  for (const { act, where, who, seconds } of steps) {
    const { node, screen, watched, devices, life } = places[where] as ReturnType<typeof begin>
    const does: Record<string, () => unknown> = {
      enter() {
        devices.push(who)
        node.presence.enter(who)
      },
      leave() {
        const index = devices.indexOf(who)
        if (index >= 0) devices.splice(index, 1).forEach((person) => void node.presence.leave(person))
      },
      watch() {
        if (!watched.has(who)) screen.watch(who)
        watched.add(who)
      },
      unwatch: () => watched.delete(who) && screen.unwatch(who),
      cut() {
        if (toggle(cut, life)) node.wire.cut()
        else node.wire.mend()
      },
      lossy: () => toggle(lossy, life),
      slow: () => toggle(slow, life),
      crash() {
        node.crash()
        places[where] = begin()
      },
      'hand off'() {
        node.presence.stop()
        node.crash()
        places[where] = begin()
      },
    }
    does[act]?.()
    await world.pass(seconds)
  }
  lossy.clear()
  slow.clear()
  for (const { node } of places) node.wire.mend()
  await world.pass(20)
  const online = new Set(places.flatMap(({ devices }) => devices))
  return places.map(({ screen, watched }) => ({
    shown: [...screen.online].sort(),
    right: [...watched].filter((who) => online.has(who)).sort(),
    doubles: screen.doubles,
  }))
}

/** Whether it is in the set now. */
function toggle(set: Set<string>, life: string): boolean {
  if (!set.delete(life)) set.add(life)
  return set.has(life)
}
