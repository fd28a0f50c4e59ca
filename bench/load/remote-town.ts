/** `remoteTown`: people and rooms of a deployment that is running, made and asked through the public contract. */
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import type { Remote } from '../scenario.ts'
import type { SeededRoom } from '../scenarios/parts/seed.ts'
import type { Town } from './town.ts'

interface SignedIn {
  readonly id: string
  token: string
  atMs: number
  readonly email: string
  readonly password: string
}

const TOKEN_MS = 7 * 60_000

/**
 * Signs every account of `--users` in. Each socket of a load speaks for one of them, several for the same one when
 * there are fewer accounts than sockets. Rate limits of the deployment apply.
 */
export async function remoteTown({ url, users }: Remote): Promise<Town> {
  const people = new Map<string, SignedIn>()
  const signIn = async (account: { email: string; password: string }) => {
    const { user, accessToken } = await client(url).auth.signIn.mutate(account)
    people.set(user.id, { ...account, id: user.id, token: accessToken, atMs: performance.now() })
  }
  for (const account of users) await signIn(account)
  const token = async (personId: string): Promise<string> => {
    const person = people.get(personId)
    if (!person) throw new Error('nobody of --users')
    if (performance.now() - person.atMs > TOKEN_MS) await signIn(person)
    return (people.get(personId) as SignedIn).token
  }
  return {
    url,
    pid: null,
    databasePid: null,
    people: [...people.keys()],
    token,
    async makeRooms(rooms) {
      const made: SeededRoom[] = []
      for (const { memberIds } of rooms) {
        const [owner, ...memberList] = memberIds
        const api = client(url, await token(owner as string))
        const others = [...new Set(memberList)].filter((id) => id !== owner)
        const { conversation } = await api.conversations.create.mutate({
          kind: 'group',
          title: 'Load test',
          memberIds: others,
        })
        made.push({ roomId: conversation.id, memberIds })
      }
      return made
    },
    async positions(rooms) {
      let epoch = ''
      const seqs = new Map<string, number>()
      for (const { roomId, memberIds } of rooms) {
        const api = client(url, await token(memberIds[0] as string))
        const { position } = await api.conversations.get.query({ conversationId: roomId })
        const [its, seq] = position.split(':')
        epoch = its ?? ''
        seqs.set(roomId, Number(seq))
      }
      return { epoch, seqs }
    },
    messagesStored: async () => null,
    close: async () => {},
  }
}

function client(url: string, token?: string) {
  const headers = token ? { authorization: `Bearer ${token}` } : {}
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })
}
