/** `openParley`: the SDK's Parley for the origin of this page, as the app wants it. */
import { createClient, createParley } from '../../sdk/client.ts'
import type { WebParley } from './parley.ts'
import type { ReviewApi } from './posts-api.ts'
import { upload } from './upload.ts'

/** A position that no server can go on from: the first that is heard is the post as it stands, so that nothing falls between. */
const FROM_NOTHING = 'none:0'

export function openParley(): WebParley {
  const url = location.origin
  const parley = createParley({ url, cookies: true })
  let nobody: { readonly review: ReviewApi } | null = null
  return {
    ...parley,
    upload,
    captions: null,
    followPost(postId, changed) {
      const input = { postId, lastEventId: FROM_NOTHING }
      const running = parley.api.posts.events.subscribe(input, { onData: changed })
      return () => running.unsubscribe()
    },
    /** Its connection is opened by the first who needs it: hardly anybody does. */
    get review() {
      nobody ??= createClient({ url }).api
      return nobody.review
    },
  }
}
