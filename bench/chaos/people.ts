/** Accounts and rooms for a run, made through the public contract. */
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import type { Person } from './voice.ts'

/** Signs people up, one after another: a password hash takes a whole core for most of a second. */
export async function signUp(url: string, names: readonly string[]): Promise<Person[]> {
  const people: Person[] = []
  const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc` })] })
  for (const name of names) {
    const account = { name, email: `${name}@chaos.example`, password: `${name} in the storm` }
    const { user, accessToken } = await client.auth.signUp.mutate(account)
    people.push({ ...account, userId: user.id, accessToken })
  }
  return people
}

/** Makes groups with everybody in them. Returns their ids. */
export async function makeRooms(url: string, people: readonly Person[], count: number): Promise<string[]> {
  const [host, ...guests] = people as readonly [Person, ...Person[]]
  const headers = { authorization: `Bearer ${host.accessToken}` }
  const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })
  const rooms: string[] = []
  for (let number = 1; number <= count; number++) {
    const { conversation } = await client.conversations.create.mutate({
      kind: 'group',
      title: `storm ${number}`,
      memberIds: guests.map(({ userId }) => userId),
    })
    rooms.push(conversation.id)
  }
  return rooms
}
