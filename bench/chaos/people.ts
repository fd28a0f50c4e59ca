/** Accounts and rooms for a run, made through the public contract. */
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import { isRetryable, type Reason } from '../../engine/protocol/errors.ts'
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
    const wish = {
      kind: 'group' as const,
      title: `storm ${number + 1}`,
      memberIds: guests.map(({ userId }) => userId),
      commandId: crypto.randomUUID(),
    }
    const { conversation } = await insist(() => client.conversations.create.mutate(wish))
    rooms.push({ id: conversation.id, members })
  }
  return rooms
}

const PATIENCE_MS = 30_000
const RETRY_MS = 500

/** Calls until the answer is one that stays: a busy machine is no reason not to begin. `call` must name its commandId. */
export async function insist<Answer>(call: () => Promise<Answer>): Promise<Answer> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; ; ) {
    try {
      return await call()
    } catch (error) {
      const reason = error instanceof TRPCClientError ? (error.data?.reason as Reason | undefined) : undefined
      if (reason === undefined || !isRetryable(reason) || performance.now() > giveUpAt) throw error
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
