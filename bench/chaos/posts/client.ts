/** `postsClient`: the public contract, as a person who is signed in. */
import { createTRPCClient, httpLink } from '@trpc/client'
import type { AppRouter } from '../../../clients/sdk/app-router.ts'

export type PostsClient = ReturnType<typeof postsClient>

export function postsClient(url: string, accessToken: string) {
  const headers = { authorization: `Bearer ${accessToken}` }
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] })
}
