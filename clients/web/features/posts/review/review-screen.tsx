/** What a client sees who has a link and no account: the post as networks will show it, and three ways to answer. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { BadgeCheck, Link2Off } from 'lucide-react'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import type { ReviewApi, ReviewView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Logo } from '../../../ui/logo.tsx'
import { Notices, notify } from '../../../ui/notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { PostPreviews } from '../post/post-previews.tsx'
import { dayAndTime, offsetName, zoneName } from '../time-words.ts'
import { type Answer, AnswerForm } from './answer-form.tsx'

export function ReviewScreen({ token }: { token: string }) {
  const { review } = useParley()
  const { data, error } = useQuery({
    queryKey: ['review', token],
    queryFn: () => review.get.query({ token }),
  })
  return (
    <div className="h-dvh overflow-y-auto">
      <header className="mx-auto flex h-16 max-w-4xl items-center gap-2.5 px-4 md:px-8">
        <Logo size={28} />
        <span className="text-lg font-semibold tracking-tight">Parley</span>
      </header>
      <main className="mx-auto max-w-4xl px-4 pb-16 md:px-8">
        {error && !data ? (
          <Empty icon={<Link2Off size={22} />} title="This link does not work">
            {errorText(error)} Ask for a new one where you have it from.
          </Empty>
        ) : data ? (
          <Review token={token} view={data} />
        ) : (
          <SkeletonRows count={4} label="Loading the post" />
        )}
      </main>
      <Notices />
    </div>
  )
}

function Review({ token, view }: { token: string; view: ReviewView }) {
  const { post, organisation, comments } = view
  const { plan } = post
  const answer = useAnswer(token)
  return (
    <div className="grid gap-x-12 gap-y-8 md:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="min-w-0">
        <p className="text-ink-soft">{organisation} asks what you think of</p>
        <h1 className="mt-1 text-xl font-semibold tracking-tight">
          {plan?.instant ? `a post for ${dayAndTime(plan.instant, plan.at.timeZone)}` : 'a post'}
        </h1>
        {plan?.instant && (
          <p className="mt-1 text-sm text-ink-faint">
            On the clocks of {zoneName(plan.at.timeZone)}, {offsetName(plan.at.timeZone, plan.instant)}
          </p>
        )}
        <div className="mt-6">
          {mayAnswer(post) ? (
            <AnswerForm isBusy={answer.isPending} onAnswer={(given) => answer.mutateAsync(given)} />
          ) : (
            <p className="flex items-center gap-3 rounded-2xl bg-leaf-wash px-4 py-3.5 font-medium text-leaf">
              <BadgeCheck size={20} className="shrink-0" aria-hidden="true" />
              {post.status === 'changesRequested'
                ? 'Thank you. Changes are being made; you will get a new link, or see them here.'
                : 'Nothing is left to decide here. Thank you.'}
            </p>
          )}
        </div>
        {comments.length > 0 && (
          <section aria-label="What was said" className="mt-8 space-y-3">
            {comments.map(({ at, name, says }) => (
              <div key={`${at} ${name}`}>
                <p className="text-xs text-ink-faint">
                  <span className="font-medium text-ink-soft">{name}</span> ·{' '}
                  {dayAndTime(at, Intl.DateTimeFormat().resolvedOptions().timeZone)}
                </p>
                <p className="break-words whitespace-pre-wrap">{says}</p>
              </div>
            ))}
          </section>
        )}
      </div>
      <PostPreviews post={post} />
    </div>
  )
}

/** The client's turn comes once the organisation itself has said yes. */
function mayAnswer({ status, approval, isApprovedInside }: ReviewView['post']): boolean {
  return status === 'inReview' && approval === 'internalThenClient' && isApprovedInside
}

function useAnswer(token: string) {
  const { review } = useParley()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (answer: Answer) => give(review, token, answer),
    onSuccess: (view) => queries.setQueryData(['review', token], view),
    onError: (error) => notify(errorText(error)),
  })
}

function give(review: ReviewApi, token: string, { is, name, words }: Answer): Promise<ReviewView> {
  const guest = { token, name, commandId: newId() }
  if (is === 'yes') return review.approve.mutate(guest)
  return is === 'changes'
    ? review.requestChanges.mutate({ ...guest, note: words })
    : review.comment.mutate({ ...guest, text: words })
}
