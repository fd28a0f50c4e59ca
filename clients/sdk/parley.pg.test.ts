import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ACCESS_MS, signAccess } from '../../api/auth/access-token.ts'
import { accountsOf } from '../../api/auth/accounts.ts'
import { createClient, createParley } from './client.ts'
import { until } from './observable.ts'
import { memoryStorage } from './storage/memory.ts'
import type { Storage } from './storage/port.ts'
import { type Cable, layCable } from './testing/cable.ts'
import { startParleyProcess } from './testing/parley-process.ts'
import { type ParleyServer, startParleyServer } from './testing/parley-server.ts'
import { eventually } from './testing/settled.ts'
import type { Parley, Room, ShownMessage } from './types.ts'

let server: ParleyServer
let cable: Cable
const parleys: Parley[] = []
let people = 0

beforeAll(async () => {
  server = await startParleyServer()
  cable = await layCable(server.url)
})
afterEach(async () => {
  for (const parley of parleys.splice(0)) await parley.close()
  cable.mend()
})
afterAll(async () => {
  await cable.close()
  await server.end()
})

function open(url = server.url, storage: Storage = memoryStorage()): Parley {
  const parley = createParley({ url, storage })
  parleys.push(parley)
  return parley
}

async function someone(name: string, url?: string, storage?: Storage): Promise<Parley & { id: string }> {
  const parley = open(url, storage)
  await parley.session.signUp({ email: `${name}.${++people}@example.org`, password: 'a good password', name })
  await live(parley)
  const state = parley.session.get()
  if (state.status !== 'signedIn') throw new Error('signed up, not signed in')
  return { ...parley, id: state.user.id }
}

const live = (parley: Parley) => until(parley.connection, ({ state }) => state === 'live')
const ready = (room: Room) => until(room.view, ({ status }) => status === 'ready')
const texts = (room: Room) => room.view.get().messages.map(({ text }) => text)
const allSent = (messages: readonly ShownMessage[]) => messages.every(({ state }) => state === 'sent')
const line = (parley: Parley, id: string) => parley.conversations.get().items.find((item) => item.id === id)

/** Everyone sees exactly `expected` in this room, all of it confirmed. */
async function see(rooms: readonly Room[], expected: readonly string[]): Promise<void> {
  for (const room of rooms) {
    const isSeen = () => {
      const { messages } = room.view.get()
      return allSent(messages) && JSON.stringify(texts(room)) === JSON.stringify(expected)
    }
    await eventually('it is seen', isSeen).catch(() => expect(texts(room)).toEqual(expected))
    const seqs = room.view.get().messages.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((one, other) => one - other))
    expect(new Set(seqs).size).toBe(seqs.length)
  }
}

describe('two people', () => {
  test('talk: both see the same, at once for the one who speaks', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    expect(await bob.createDirect(ann.id)).toBe(id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])

    hers.send('hello')
    await eventually('it is shown before it is answered', () => texts(hers).length === 1)
    await see([hers, his], ['hello'])
    his.send('hi Ann')
    await see([hers, his], ['hello', 'hi Ann'])

    const first = hers.view.get().messages[0] as ShownMessage
    hers.edit(first.messageId, 'hello Bob')
    await see([hers, his], ['hello Bob', 'hi Ann'])
    hers.delete(first.messageId)
    await see([hers, his], ['', 'hi Ann'])
    expect(his.view.get().messages[0]?.deletedAt).not.toBeNull()
  })

  test('find each other in the list, with what is unread', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    const hers = ann.open(id)
    await ready(hers)
    hers.send('one')
    hers.send('two')
    await eventually('Bob has two unread', () => line(bob, id)?.unread === 2)
    expect(line(bob, id)).toMatchObject({ name: 'Ann', lastMessage: { text: 'two', authorId: ann.id } })
    await eventually('hers is listed too', () => line(ann, id)?.lastMessage?.text === 'two')
    expect(line(ann, id)).toMatchObject({ name: 'Bob', unread: 0 })

    const his = bob.open(id)
    await ready(his)
    his.markRead()
    expect(line(bob, id)?.unread).toBe(0)
    await eventually('the server knows', () => his.view.get().readSeq === 3)
    const listed = async () =>
      (await bob.api.conversations.list.query({})).items.find((item) => item.id === id)
    await eventually('the server counts none', async () => (await listed())?.unread === 0)
    hers.send('three')
    await eventually('one more', () => line(bob, id)?.unread === 1)
  })

  test('see each other come, type, say it, and go', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])
    const bobIsOnline = ann.presence.of(bob.id)
    const seen: string[] = []
    bobIsOnline.subscribe(() => void seen.push(bobIsOnline.get() ? 'online' : 'offline'))
    his.typing.subscribe(() => void seen.push(his.typing.get().length > 0 ? 'types' : 'types no more'))
    await eventually('Bob is online', () => seen.includes('online'))
    await eventually('Ann is seen to type', () => {
      hers.startTyping()
      return seen.includes('types')
    })
    expect(his.typing.get()).toEqual([ann.id])
    expect(hers.typing.get()).toEqual([])
    hers.send('here it is')
    await eventually('she has stopped', () => seen.includes('types no more'))
    await see([hers, his], ['here it is'])
    await bob.close()
    await eventually('Bob is offline', () => seen.includes('offline'))
    expect(seen).toEqual(['online', 'types', 'types no more', 'offline'])
  })
})

describe('a group', () => {
  test('appears for whoever is invited, is renamed for all, and goes for whoever is removed', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createGroup({ title: 'Plans', memberIds: [] })
    const hers = ann.open(id)
    await ready(hers)
    await ann.api.conversations.invite.mutate({ conversationId: id, userIds: [bob.id] })
    await eventually('Bob sees it', () => line(bob, id)?.name === 'Plans')
    const his = bob.open(id)
    await ready(his)
    await ann.api.conversations.rename.mutate({ conversationId: id, title: 'Better plans' })
    await eventually('the new title', () => line(bob, id)?.name === 'Better plans')
    await eventually('also in the room', () => his.view.get().conversation?.title === 'Better plans')
    await ann.api.conversations.remove.mutate({ conversationId: id, userId: bob.id })
    await eventually('it is gone', () => his.view.get().status === 'gone' && line(bob, id) === undefined)
    expect(his.view.get().reason).toBe('NOT_A_MEMBER')
    await eventually('Ann sees it too', () => hers.view.get().conversation?.members.has(bob.id) === false)
  })

  test('of somebody else is refused with its reason', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createGroup({ title: 'Private', memberIds: [] })
    const his = bob.open(id)
    await until(his.view, ({ status }) => status === 'gone')
    expect(his.view.get().reason).toBe('NOT_A_MEMBER')
    his.send('let me in')
    await eventually('it failed', () => his.view.get().messages[0]?.state === 'failed')
    expect(his.view.get().messages[0]?.reason).toBe('NOT_A_MEMBER')
    his.discard(his.view.get().messages[0]?.commandId as string)
    expect(texts(his)).toEqual([])
  })

  test('is read backwards page by page without holes', async () => {
    const ann = await someone('Ann')
    const id = await ann.createGroup({ title: 'Long', memberIds: [] })
    const room = ann.open(id)
    await ready(room)
    const said = Array.from({ length: 130 }, (_, index) => `message ${index}`)
    for (const text of said) room.send(text)
    await see([room], said)

    const other = open()
    const { user } = ann.session.get() as { user: { email: string } }
    await other.session.signIn({ email: user.email, password: 'a good password' })
    const again = other.open(id)
    await ready(again)
    expect(texts(again)).toEqual(said.slice(-50))
    await again.loadOlder()
    expect(texts(again)).toEqual(said.slice(-100))
    await again.loadOlder()
    expect(texts(again)).toEqual(said)
    expect(again.view.get().hasOlder).toBe(false)
  })
})

describe('when the connection is cut', () => {
  test('a hundred messages written meanwhile arrive once, in order', async () => {
    const [ann, bob] = [await someone('Ann', cable.url), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])
    const said = Array.from({ length: 100 }, (_, index) => `message ${index}`)
    for (const text of said.slice(0, 30)) hers.send(text)
    await eventually('some have arrived', () => texts(his).length > 3)
    cable.cut()
    for (const text of said.slice(30)) hers.send(text)
    await eventually('all are shown', () => texts(hers).length === 100)
    await eventually('the cut is noticed', () => ann.connection.get().state !== 'live')
    expect(ann.connection.get().unanswered).toBeGreaterThan(60)
    his.send('are you there?')
    await eventually(
      'Bob has said it',
      () => texts(his).includes('are you there?') && allSent(his.view.get().messages),
    )
    cable.mend()
    await eventually('all have arrived', () => texts(his).length === 101)
    await eventually('nothing waits', () => ann.connection.get().unanswered === 0)
    await see([hers], texts(his))
    expect(texts(his).filter((text) => text !== 'are you there?')).toEqual(said)
  })

  test('again and again, nothing is lost or doubled on either side', async () => {
    const [ann, bob] = [await someone('Ann', cable.url), await someone('Bob', cable.url)]
    const id = await ann.createDirect(bob.id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 10; index++) {
        hers.send(`ann ${round}.${index}`)
        his.send(`bob ${round}.${index}`)
      }
      await eventually('a few more', () => texts(his).length > round * 20 + 4)
      cable.cut()
      await eventually('both noticed', () => [ann, bob].every((who) => who.connection.get().state !== 'live'))
      cable.mend()
    }
    await eventually('all is there', () => texts(hers).length === 100 && allSent(hers.view.get().messages))
    await see([his], texts(hers))
    const of = (who: string) => texts(hers).filter((text) => text.startsWith(who))
    const expected = (who: string) =>
      Array.from({ length: 50 }, (_, index) => `${who} ${Math.floor(index / 10)}.${index % 10}`)
    expect(of('ann')).toEqual(expected('ann'))
    expect(of('bob')).toEqual(expected('bob'))
  })
})

describe('when the server', () => {
  test('stops and starts again while people write, nothing is lost, doubled or out of order', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])
    const said = Array.from({ length: 60 }, (_, index) => `message ${index}`)
    for (const text of said.slice(0, 20)) hers.send(text)
    await eventually('some have arrived', () => texts(his).length > 2)
    await server.stop()
    for (const text of said.slice(20, 40)) hers.send(text)
    await server.start()
    for (const text of said.slice(40)) hers.send(text)
    await see([hers, his], said)
  })

  test('is killed in the middle of it, again and again, the same holds', async () => {
    const process = await startParleyProcess()
    try {
      const [ann, bob] = [await someone('Ann', process.url), await someone('Bob', process.url)]
      const id = await ann.createDirect(bob.id)
      const [hers, his] = [ann.open(id), bob.open(id)]
      await Promise.all([ready(hers), ready(his)])
      const said = Array.from({ length: 90 }, (_, index) => `message ${index}`)
      for (let round = 0; round < 3; round++) {
        for (const text of said.slice(round * 30, round * 30 + 30)) hers.send(text)
        await eventually('a few have arrived', () => texts(his).length > round * 30 + 3)
        await process.kill()
        await process.start()
      }
      await eventually('all have arrived', () => texts(his).length === said.length)
      await see([hers, his], said)
      await Promise.all([ann.close(), bob.close()])
    } finally {
      await process.end()
    }
  })

  test('drains, clients find out and come back by themselves', async () => {
    const [ann, bob] = [await someone('Ann'), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])
    await server.drain()
    await server.stop()
    hers.send('while you were away')
    await server.start()
    await see([hers, his], ['while you were away'])
  })
})

describe('after a reload', () => {
  test('what was seen is there at once, without a server, and what was not sent is sent later', async () => {
    const storage = memoryStorage()
    const [ann, bob] = [await someone('Ann', cable.url, storage), await someone('Bob')]
    const id = await ann.createDirect(bob.id)
    const [hers, his] = [ann.open(id), bob.open(id)]
    await Promise.all([ready(hers), ready(his)])
    // his, so that seeing it means that its event has come: an answer alone is not kept
    his.send('one')
    await see([hers, his], ['one'])
    await eventually('it is in her list', () => line(ann, id) !== undefined)
    cable.cut()
    hers.send('two')
    await eventually('two is shown', () => texts(hers).length === 2)
    await ann.close()
    his.send('meanwhile')
    await see([his], ['one', 'meanwhile'])

    const again = open(cable.url, storage)
    await until(again.session, ({ status }) => status === 'signedIn')
    const room = again.open(id)
    await ready(room)
    await eventually('the waiting one is shown too', () => texts(room).length === 2)
    expect(texts(room)).toEqual(['one', 'two'])
    expect(room.view.get().messages[1]?.state).toBe('sending')
    expect(line(again, id)?.name).toBe('Bob')
    cable.mend()
    await see([room, his], ['one', 'meanwhile', 'two'])
  })

  test('sign-out leaves nothing on the device', async () => {
    const storage = memoryStorage()
    const ann = await someone('Ann', undefined, storage)
    const id = await ann.createGroup({ title: 'Secret', memberIds: [] })
    const room = ann.open(id)
    await ready(room)
    room.send('secret')
    await see([room], ['secret'])
    await ann.session.signOut()
    expect(ann.session.get().status).toBe('signedOut')
    expect(await storage.list('')).toEqual([])
    await expect(ann.api.conversations.list.query({})).rejects.toMatchObject({
      data: { reason: 'NOT_SIGNED_IN' },
    })
  })
})

describe('the session', () => {
  test('survives the end of an access token: the socket is closed, and the next one goes on where it was', async () => {
    const ann = await someone('Ann')
    const id = await ann.createGroup({ title: 'Long evening', memberIds: [] })
    const { user } = ann.session.get() as { user: { email: string } }
    const long = await ann.api.auth.signIn.mutate({ email: user.email, password: 'a good password' })
    const claims = JSON.parse(atob(long.accessToken.split('.')[1] as string)) as { sid: string; org: string }
    const short = await signAccess(
      await accountsOf(server.node()).keys(),
      { userId: ann.id, sessionId: claims.sid, organisationId: claims.org },
      // time to subscribe and to say one thing, on a machine that is busy
      Date.now() - ACCESS_MS + 5_000,
    )
    const tokens = [short]
    const asked: string[] = []
    const client = createClient({
      url: server.url,
      async token() {
        const token = tokens.shift() ?? long.accessToken
        asked.push(token)
        return token
      },
    })
    const heard: number[] = []
    let hasStarted = false
    client.api.conversations.events.subscribe(
      { conversationId: id },
      {
        onStarted: () => {
          hasStarted = true
        },
        onData: ({ data }) => heard.push(...data.map(({ seq }) => seq)),
      },
    )
    const say = (text: string) =>
      client.api.messages.send.mutate({ conversationId: id, commandId: text, text })
    await eventually('it listens from the head', () => hasStarted)
    await say('before')
    await eventually('it is heard', () => heard.length === 1)
    await eventually('another token was asked for', () => asked.length === 2)
    await eventually('live again', () => client.connection.get().state === 'live')
    await say('after')
    await eventually('it is heard too', () => heard.length === 2)
    expect(heard).toEqual([2, 3])
    client.close()
  })

  test('that is ended elsewhere ends here too', async () => {
    const storage = memoryStorage()
    const ann = await someone('Ann', undefined, storage)
    const refreshToken = (await storage.get('refreshToken')) as string
    await ann.api.auth.signOut.mutate({ refreshToken })
    await until(ann.session, ({ status }) => status === 'signedOut')
    await until(ann.connection, ({ state }) => state === 'idle')
  })
})
