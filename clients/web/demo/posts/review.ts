/** `demoReview`: a client's side of the demo; the token is the id of the post. */
import type { ReviewApi, ReviewView } from '../../app/posts-api.ts'
import { ask, type DemoPost, storyOf, viewOf } from './demo-post.ts'

export function demoReview(find: (postId: string) => DemoPost, wait: <V>(value: V) => Promise<V>): ReviewApi {
  const viewed = async (token: string): Promise<ReviewView> => {
    await wait(null)
    const { id, text, media, status, plan, approval, isApprovedInside, targets } = viewOf(find(token))
    const said = storyOf(find(token)).lines.filter(
      ({ who }) => who.name !== 'Mara Lind' && who.kind === 'person',
    )
    return {
      post: { id, text, media, status, plan, approval, isApprovedInside, targets, otherMedia: [] },
      organisation: 'Northwind',
      comments: said.map(({ at, who, says }) => ({ at, name: who.name, says })),
    }
  }
  return {
    get: { query: ({ token }) => viewed(token) },
    approve: {
      async mutate({ token, name }) {
        ask(find(token), { type: 'post.approve', as: 'client', guest: name }, Date.now())
        return viewed(token)
      },
    },
    requestChanges: {
      async mutate({ token, name, note }) {
        ask(find(token), { type: 'post.requestChanges', as: 'client', note, guest: name }, Date.now())
        return viewed(token)
      },
    },
    comment: {
      async mutate({ token, name, text }) {
        ask(find(token), { type: 'post.comment', text, guest: name }, Date.now())
        return viewed(token)
      },
    },
  }
}
