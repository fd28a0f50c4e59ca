/** One post on the screen: `usePost` follows it, `usePostDeed` changes it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import type { PostsApi, PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { notify } from '../../../ui/notice.tsx'

/** Asked again after each event of the post: the answers name people and accounts, which events do not. */
export function usePost(postId: string) {
  const { api, followPost } = useParley()
  const queries = useQueryClient()
  useEffect(
    () =>
      followPost(postId, () => {
        void queries.invalidateQueries({ queryKey: ['posts.get', postId] })
        void queries.invalidateQueries({ queryKey: ['posts.explain', postId] })
      }),
    [followPost, queries, postId],
  )
  const post = useQuery({
    queryKey: ['posts.get', postId],
    queryFn: () => api.posts.get.query({ postId }),
  })
  const story = useQuery({
    queryKey: ['posts.explain', postId],
    queryFn: () => api.posts.explain.query({ postId }),
  })
  return { post: post.data?.post ?? null, story: story.data ?? null, error: post.error }
}

/** What can be done to a post as it stands. */
export type Deed =
  | { do: 'unplan' | 'submit' | 'cancel' }
  | { do: 'approve'; as: 'internal' | 'client' }
  | { do: 'requestChanges'; note: string }
  | { do: 'comment'; text: string }
  | { do: 'cancelTarget'; targetId: string }
  | { do: 'retry'; targetId: string; step: number }
  | { do: 'resolve'; targetId: string; step: number; as: 'there' | 'absent'; url?: string }
  | { do: 'duplicate' }

export function usePostDeed(postId: string, onDone?: (post: PostView) => void) {
  const { api } = useParley()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (deed: Deed) => (await apply(api.posts, postId, deed)).post,
    onSuccess(post) {
      queries.setQueryData(['posts.get', post.id], { post })
      for (const queryKey of [['posts.explain', post.id], ['posts.calendar'], ['posts.list']])
        void queries.invalidateQueries({ queryKey })
      onDone?.(post)
    },
    onError: (error) => notify(errorText(error)),
  })
}

function apply(posts: PostsApi['posts'], postId: string, deed: Deed): Promise<{ post: PostView }> {
  const of = { postId, commandId: newId() }
  switch (deed.do) {
    case 'unplan':
      return posts.unplan.mutate(of)
    case 'submit':
      return posts.submit.mutate(of)
    case 'cancel':
      return posts.cancel.mutate(of)
    case 'duplicate':
      return posts.duplicate.mutate(of)
    case 'approve':
      return posts.approve.mutate({ ...of, as: deed.as })
    case 'requestChanges':
      return posts.requestChanges.mutate({ ...of, note: deed.note })
    case 'comment':
      return posts.comment.mutate({ ...of, text: deed.text })
    case 'cancelTarget':
      return posts.cancel.mutate({ ...of, targetId: deed.targetId })
    case 'retry':
      return posts.retry.mutate({ ...of, targetId: deed.targetId, step: deed.step })
    case 'resolve': {
      const { targetId, step, as, url } = deed
      return posts.resolve.mutate({ ...of, targetId, step, as, ...(url && { url }) })
    }
  }
}
