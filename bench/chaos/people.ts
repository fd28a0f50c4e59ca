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

/** A room and who is in it. */
export interface TalkRoom {
  readonly id: string
  readonly members: readonly Person[]
}

/** Makes groups of `membersPerRoom` people each, taken in turn, so that everybody is in about as many. */
export async function makeRooms(
  url: string,
  people: readonly Person[],
  count: number,
  membersPerRoom = people.length,
): Promise<TalkRoom[]> {
  const rooms: TalkRoom[] = []
  for (let number = 0; number < count; number++) {
    const members = Array.from(
      { length: Math.min(membersPerRoom, people.length) },
      (_, index) => people[(number + index) % people.length] as Person,
    )
    const [host, ...guests] = members as [Person, ...Person[]]
    const headers = { authorization: `Bearer ${host.accessToken}` }
    const client = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })
    const { conversation } = await client.conversations.create.mutate({
      kind: 'group',
      title: `storm ${number + 1}`,
      memberIds: guests.map(({ userId }) => userId),
    })
    rooms.push({ id: conversation.id, members })
  }
  return rooms
}
