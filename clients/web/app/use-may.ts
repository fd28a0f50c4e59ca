/** `useMay`: what the person here may do where no one post is meant. Of each post, its own view tells. */
import { useQuery } from '@tanstack/react-query'
import type { PostAction } from '../../../engine/protocol/post-permissions.ts'
import { useParley } from './parley.ts'

/** A role changes hardly ever, and the server asks again anyway. */
const FRESH_MS = 5 * 60_000
const NOTHING: readonly PostAction[] = []

/** Nothing until it is known. */
export function useMay(): { readonly may: readonly PostAction[]; readonly isKnown: boolean } {
  const { api } = useParley()
  const { data } = useQuery({
    queryKey: ['posts.may'],
    queryFn: () => api.posts.may.query(),
    staleTime: FRESH_MS,
  })
  return { may: data?.may ?? NOTHING, isKnown: data !== undefined }
}
