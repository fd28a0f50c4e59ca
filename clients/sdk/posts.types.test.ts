/** Posts as the compiler sees them: from the server's procedures to what a screen reads. */
import { describe, expectTypeOf, test } from 'vitest'
import type { PostState } from '../../engine/post/state.ts'
import type { PostStatus } from '../../engine/post/status.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import { createParley } from './client.ts'
import type { LivePost, PostCopy } from './live-post.ts'
import type { Posts } from './posts.ts'

const { posts, api } = createParley({ url: 'https://posts.example' })
const { calls } = posts
const to = { kind: 'account', accountId: 'id', network: 'x' } as const

describe('posts', () => {
  test('knows what a post needs, and what may be left out', () => {
    expectTypeOf(posts).toEqualTypeOf<Posts>()
    const at = { localDateTime: '2026-12-01T09:00', timeZone: 'Europe/Berlin' }
    void calls.schedule.mutate({ text: 'hello', targets: [{ to }], at, commandId: 'c' })
    void calls.create.mutate({ text: 'hello', targets: [] })
    // @ts-expect-error a scheduled post has a time
    void calls.schedule.mutate({ text: 'hello', targets: [{ to }] })
    // @ts-expect-error there is no such network
    void calls.create.mutate({ text: 'hello', targets: [{ to: { ...to, network: 'pigeon' } }] })
  })

  test('what a template keeps is what a post is made of', async () => {
    const { template } = await api.templates.get.query({ templateId: 'id' })
    const { lateness, ...said } = template.content
    void calls.create.mutate({ ...said, commandId: 'c' })
    expectTypeOf(lateness.maxMs).toEqualTypeOf<number>()
    // @ts-expect-error a template has a name
    void api.templates.save.mutate({ text: 'hello', targets: [] })
  })

  test('a slot that comes says which posts sit in it', async () => {
    const { items } = await api.slots.coming.query({ accountId: 'id' })
    expectTypeOf(items[0]?.posts[0]?.status).toEqualTypeOf<PostStatus | undefined>()
  })

  test('every change answers with the post', () => {
    expectTypeOf(calls.cancel.mutate).returns.resolves.toHaveProperty('post')
    expectTypeOf(posts.insist(() => calls.submit.mutate({ postId: 'id' })))
      .resolves.toHaveProperty('post')
      .toHaveProperty('status')
      .toEqualTypeOf<PostStatus>()
  })

  test('an open post is the state that the server has', () => {
    expectTypeOf(posts.open('id')).toEqualTypeOf<LivePost>()
    expectTypeOf<PostCopy['post']>().toEqualTypeOf<PostState | null>()
    expectTypeOf<PostCopy['reason']>().toEqualTypeOf<Reason | null>()
  })

  test('lists and calendars are what the server answers', () => {
    const { value } = posts.calendar({ from: '2026-11-01', days: 30, timeZone: 'UTC' }).view.get()
    expectTypeOf(value?.days[0]?.count).toEqualTypeOf<number | undefined>()
    expectTypeOf(value?.days[0]?.items[0]?.status).toEqualTypeOf<PostStatus | undefined>()
    const list = posts.list({ statuses: ['scheduled'] }).view.get()
    expectTypeOf(list.value?.items[0]?.text).toEqualTypeOf<string | undefined>()
    const series = posts.series({ postId: 'id' }).view.get().value?.items[0]
    expectTypeOf(series?.trouble).toEqualTypeOf<Reason | null | undefined>()
    expectTypeOf(series?.next[0]?.status).toEqualTypeOf<PostStatus | null | undefined>()
    // @ts-expect-error there is no such status
    posts.list({ statuses: ['asleep'] })
  })
})
