/** `openParley`: the SDK's Parley for the origin of this page, as the app wants it. */
import { createClient, createParley } from '../../sdk/client.ts'
import type { WebParley } from './parley.ts'
import type { PostsApi, ReviewApi } from './posts-api.ts'
import { upload } from './upload.ts'

export function openParley(): WebParley {
  const url = location.origin
  const parley = createParley({ url, cookies: true })
  const api = parley.api as unknown as typeof parley.api & PostsApi & Followed
  let nobody: { readonly review: ReviewApi } | null = null
  return {
    ...parley,
    api,
    upload,
    captions: null,
    followPost(postId, changed) {
      const { unsubscribe } = api.posts.events.subscribe({ postId }, { onData: changed })
      return unsubscribe
    },
    /** Its connection is opened by the first who needs it: hardly anybody does. */
    get review() {
      nobody ??= createClient({ url }).api as unknown as { review: ReviewApi }
      return nobody.review
    },
  }
}

interface Followed {
  readonly posts: {
    readonly events: {
      subscribe(input: { postId: string }, hear: { onData: () => void }): { unsubscribe: () => void }
    }
  }
}
