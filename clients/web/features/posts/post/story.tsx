/** What happened to a post, line by line, newest last: who did what, and when. */
import { Bot } from 'lucide-react'
import type { PostsApi, StoryLine } from '../../../app/posts-api.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { dayAndTime } from '../time-words.ts'
import { useZone } from '../view-choice.ts'

type Told = Awaited<ReturnType<PostsApi['posts']['explain']['query']>>

export function Story({ story }: { story: Told | null }) {
  if (story === null) return <SkeletonRows count={3} label="Loading the story" />
  return (
    <ol className="relative space-y-4 before:absolute before:top-2 before:bottom-2 before:left-3.5 before:w-px before:bg-line">
      {story.lines.map((line) => (
        <Line key={line.seq} line={line} />
      ))}
    </ol>
  )
}

function Line({ line: { at, who, says, evidence } }: { line: StoryLine }) {
  const zone = useZone()
  return (
    <li className="relative flex gap-3">
      <span className="relative z-[1] shrink-0 self-start rounded-full bg-sheet ring-4 ring-sheet">
        {who.kind === 'person' ? (
          <Avatar id={who.id} name={who.name} size={28} />
        ) : (
          <span className="flex size-7 items-center justify-center rounded-full bg-wash-strong text-ink-faint">
            <Bot size={15} aria-hidden="true" />
          </span>
        )}
      </span>
      <div className="min-w-0">
        <p className="text-xs text-ink-faint">
          <span className="font-medium text-ink-soft">{who.name}</span> ·{' '}
          <time dateTime={at}>{dayAndTime(at, zone)}</time>
        </p>
        <p className="break-words whitespace-pre-wrap">{says}</p>
        {evidence && <p className="text-xs text-ink-faint">How we know: {evidence.proof}</p>}
      </div>
    </li>
  )
}
