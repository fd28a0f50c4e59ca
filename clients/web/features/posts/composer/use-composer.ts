/** `useComposer`: the draft on the screen, and the calls that keep it, give it a time or hand it in. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import type { WebApi } from '../../../app/api.ts'
import { newId } from '../../../app/new-id.ts'
import { useMe, useParley } from '../../../app/parley.ts'
import type { PostsApi, PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { postPath } from '../../../app/routes.ts'
import { notify } from '../../../ui/notice.tsx'
import { recurInput } from '../repeat/repeat.ts'
import { dayAndTime } from '../time-words.ts'
import { type Draft, editOf, newPostOf } from './draft.ts'
import { keptDraft } from './kept-draft.ts'

/** Keep it as it is; plan it for its time; hand it in for approval, with its time when it has one. */
export type Wish = 'keep' | 'plan' | 'submit'

/** `post` is the one that is changed; null begins a new one. */
export function useComposer(start: Draft, post: PostView | null) {
  const { api } = useParley()
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  const me = useMe()
  const [draft, setDraft] = useState(start)
  useEffect(() => {
    if (post === null && draft !== start) keptDraft(me.id, localStorage).write(draft)
  }, [post, draft, start, me.id])
  const last = useRef({ wish: '', commandId: '' })
  const trouble = useRef<string | null>(null)
  const send = useMutation({
    mutationFn: async (wish: Wish) => {
      // the same wish again is a retry: with the same commandId it finds what the first try made
      const words = JSON.stringify([wish, draft])
      if (last.current.wish !== words) last.current = { wish: words, commandId: newId() }
      const { commandId } = last.current
      const saved =
        post === null
          ? await begin(api, draft, wish, commandId)
          : await change(api, post, draft, wish, commandId)
      trouble.current = await comeAgain(api, saved, draft, commandId)
      return saved
    },
    onSuccess(saved, wish) {
      if (post === null) keptDraft(me.id, localStorage).write(null)
      queries.setQueryData(['posts.get', saved.id], { post: saved })
      for (const queryKey of [
        ['posts.calendar'],
        ['posts.list'],
        ['posts.series'],
        ['posts.explain', saved.id],
      ])
        void queries.invalidateQueries({ queryKey })
      notify(doneWords(saved, wish) + againWords(draft, saved, trouble.current))
      navigate(postPath(saved.id), { replace: post !== null })
    },
  })
  return { draft, setDraft, send, isChanged: draft !== start }
}

async function begin(api: PostsApi, draft: Draft, wish: Wish, commandId: string): Promise<PostView> {
  const { posts } = api
  const said = { ...newPostOf(draft), commandId }
  const { at, lateness } = draft
  if (wish === 'keep') return (await posts.create.mutate(said)).post
  // with an approval this hands it in, and keeps the time for when everybody has said yes
  if (at !== null) return (await posts.schedule.mutate({ ...said, at, lateness })).post
  const { post } = await posts.create.mutate(said)
  return (await posts.submit.mutate({ postId: post.id, commandId: `${commandId}-submit` })).post
}

async function change(
  api: PostsApi,
  before: PostView,
  draft: Draft,
  wish: Wish,
  commandId: string,
): Promise<PostView> {
  const { posts } = api
  const postId = before.id
  const edit = editOf(draft, before)
  let post = before
  if (edit !== null) post = (await posts.edit.mutate({ postId, commandId, ...edit })).post
  const { at, lateness } = draft
  const isTimed = JSON.stringify([at, lateness]) === JSON.stringify([post.plan?.at, post.plan?.lateness])
  // an edit takes the time away: whoever had one keeps it
  if (at !== null && !isTimed && (wish !== 'keep' || before.plan !== null)) {
    const input = { postId, at, lateness, commandId: `${commandId}-plan` }
    post = (await posts.reschedule.mutate(input)).post
  }
  if (wish !== 'submit') return post
  return (await posts.submit.mutate({ postId, commandId: `${commandId}-submit` })).post
}

/**
 * Begins the series, when the post is to have one and has a time. Null, or why it did not begin: the post is made by then, and must
 * not be made once more because of that.
 */
async function comeAgain(
  { posts }: WebApi,
  { id: postId, plan }: PostView,
  { at, repeat }: Draft,
  commandId: string,
): Promise<string | null> {
  if (at === null || repeat === null || plan === null) return null
  try {
    await posts.recur.mutate({ postId, commandId: `${commandId}-recur`, ...recurInput(repeat, at) })
    return null
  } catch (error) {
    return errorText(error)
  }
}

function againWords({ repeat }: Draft, { plan }: PostView, trouble: string | null): string {
  if (repeat === null || plan === null) return ''
  return trouble === null ? ', and comes again' : `, but does not repeat: ${trouble}`
}

function doneWords(post: PostView, wish: Wish): string {
  if (wish === 'submit') return 'Handed in for approval'
  const instant = post.plan?.instant
  if (wish === 'keep' || !instant || !post.plan) return 'Saved'
  return `Goes out ${dayAndTime(instant, post.plan.at.timeZone)}`
}
