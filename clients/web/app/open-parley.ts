/** `openParley`: the SDK's Parley for the origin of this page, as the app wants it. */
import { createClient, createParley } from '../../sdk/client.ts'
import { captionsOf } from './captions.ts'
import type { WebParley } from './parley.ts'
import type { ReviewApi } from './posts-api.ts'
import { upload } from './upload.ts'

export function openParley(): WebParley {
  const url = location.origin
  const parley = createParley({ url, cookies: true })
  let nobody: { readonly review: ReviewApi } | null = null
  return {
    ...parley,
    upload,
    captions: captionsOf(parley.api.captions),
    followPost(postId, changed) {
      const live = parley.posts.open(postId)
      const stop = live.view.subscribe(changed)
      return () => {
        stop()
        live.release()
      }
    },
    /** Its connection is opened by the first who needs it: hardly anybody does. */
    get review() {
      nobody ??= createClient({ url }).api
      return nobody.review
    },
  }
}
