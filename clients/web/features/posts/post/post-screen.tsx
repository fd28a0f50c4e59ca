/** One post: where it stands at each of its targets, what happens next, and its whole story; live. */
import { ArrowLeft, Copy, Lock, Pencil } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { nextLife } from '../../../../../engine/post/chart.ts'
import type { PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { CALENDAR_PATH, postPath } from '../../../app/routes.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { wordsOf } from '../card-words.ts'
import { HoldBanner } from '../hold-switch.tsx'
import { StatusChip } from '../status-chip.tsx'
import { ApprovalPanel } from './approval-panel.tsx'
import { CommentField } from './comment-field.tsx'
import { PostPreviews } from './post-previews.tsx'
import { PostTime } from './post-time.tsx'
import { SeriesPanel } from './series-panel.tsx'
import { Story } from './story.tsx'
import { TargetPanel } from './target-panel.tsx'
import { usePost, usePostDeed } from './use-post.ts'

export function PostScreen({ postId }: { postId: string }) {
  const { post, story, error } = usePost(postId)
  if (post === null) {
    if (!error) return <SkeletonRows count={6} label="Loading the post" />
    return (
      <div className="flex h-full items-center justify-center">
        <Empty
          icon={<Lock size={22} />}
          title="Not available"
          action={
            <Link
              href={CALENDAR_PATH}
              className="inline-flex h-9 items-center rounded-lg px-3.5 font-medium text-accent hover:bg-wash"
            >
              To the calendar
            </Link>
          }
        >
          {errorText(error)}
        </Empty>
      </div>
    )
  }
  return (
    <section aria-label="Post" className="flex h-full min-h-0 flex-col">
      <HoldBanner />
      <Header post={post} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-6xl gap-x-10 gap-y-8 px-4 py-6 md:px-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
          <div className="min-w-0 space-y-8">
            <PostTime post={post} />
            <SeriesPanel postId={post.id} />
            <ApprovalPanel post={post} />
            <section aria-label="Where it goes" className="space-y-3">
              {post.targets.map((target) => (
                <TargetPanel key={target.id} post={post} target={target} next={story?.next ?? []} />
              ))}
              {post.targets.length === 0 && (
                <p className="text-ink-soft">It goes nowhere yet. Change it, and choose where.</p>
              )}
            </section>
            <section aria-label="Its story">
              <h2 className="mb-3 text-sm font-semibold">What happened</h2>
              <Story story={story} />
              {post.may.includes('comment') && <CommentField postId={post.id} />}
            </section>
          </div>
          <PostPreviews post={post} />
        </div>
      </div>
    </section>
  )
}

function Header({ post }: { post: PostView }) {
  const [, navigate] = useLocation()
  const [isAsking, setAsking] = useState(false)
  const duplicate = usePostDeed(post.id, (copy) => navigate(`${postPath(copy.id)}/edit`))
  const cancel = usePostDeed(post.id, () => setAsking(false))
  const lives = post.targets.flatMap(({ steps }) => steps.map(({ life }) => life))
  const edit = lives.some((life) => can(life, 'unplan')) ? 'editPlanned' : 'editDraft'
  const isEditable =
    post.may.includes(edit) &&
    (post.targets.length === 0 || post.targets.some(({ steps }) => can(steps[0]?.life, 'edit')))
  const isCancellable = post.may.includes('cancel') && lives.some((life) => can(life, 'cancel'))
  return (
    <header className="flex min-h-15 shrink-0 items-center gap-1.5 border-b border-line px-4 py-2 max-md:px-1.5">
      <IconButton
        label="Back"
        onClick={() => (history.length > 1 ? history.back() : navigate(CALENDAR_PATH))}
      >
        <ArrowLeft size={20} />
      </IconButton>
      <h1 className="min-w-0 flex-1 truncate text-md font-semibold tracking-tight">
        {wordsOf({ text: post.text, mediaIds: post.media.map(({ id }) => id) })}
      </h1>
      <StatusChip status={post.status} />
      <Button
        look="quiet"
        className="max-sm:px-2"
        busy={duplicate.isPending}
        onClick={() => duplicate.mutate({ do: 'duplicate' })}
      >
        <Copy size={16} aria-hidden="true" />
        <span className="max-sm:sr-only">Duplicate</span>
      </Button>
      {isCancellable && (
        <Button look="quiet" onClick={() => setAsking(true)}>
          Cancel
        </Button>
      )}
      {isEditable && (
        <Link
          href={`${postPath(post.id)}/edit`}
          className="inline-flex h-9 shrink-0 items-center gap-2 rounded-lg bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover max-sm:px-2.5"
        >
          <Pencil size={15} aria-hidden="true" />
          <span className="max-sm:sr-only">Change</span>
        </Link>
      )}
      {isAsking && (
        <Confirm
          title="Cancel this post?"
          verb="Cancel the post"
          busy={cancel.isPending}
          onConfirm={() => cancel.mutate({ do: 'cancel' })}
          onClose={() => setAsking(false)}
        >
          What has not gone out yet will not go out. What is out stays out.
        </Confirm>
      )}
    </header>
  )
}

function can(
  life: PostView['targets'][number]['steps'][number]['life'] | undefined,
  move: 'edit' | 'cancel' | 'unplan',
) {
  return life !== undefined && nextLife(life, move) !== null
}
