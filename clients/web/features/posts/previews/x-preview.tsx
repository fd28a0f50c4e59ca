/** A post on X, and the thread that follows it. */
import { BarChart2, Bookmark, Heart, MessageCircle, Repeat2, Share } from 'lucide-react'
import { Avatar } from '../../../ui/avatar.tsx'
import { FOLDS } from './cut-text.ts'
import type { Previewed } from './preview.tsx'
import { Tiles } from './preview-media.tsx'
import { PreviewText } from './preview-text.tsx'

export function XPreview({ face, text, media, parts }: Previewed) {
  return (
    <article className="preview preview-x rounded-2xl px-4 pt-3 pb-2 text-[0.9375rem] leading-5">
      <Tweet face={face} text={text} media={media} hasNext={parts.length > 0} />
      {parts.map((part, index) => (
        <Tweet
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the thread
          key={index}
          face={face}
          text={part.text}
          media={[]}
          hasNext={index < parts.length - 1}
        />
      ))}
    </article>
  )
}

interface TweetProps extends Pick<Previewed, 'face' | 'text' | 'media'> {
  hasNext: boolean
}

function Tweet({ face, text, media, hasNext }: TweetProps) {
  return (
    <div className="flex gap-3">
      <div className="flex flex-col items-center">
        <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={40} />
        {hasNext && <span className="mt-1 w-0.5 flex-1 bg-(--preview-rule)" />}
      </div>
      <div className="min-w-0 flex-1 pb-2">
        <p className="flex gap-1 truncate">
          <span className="truncate font-bold">{face.name}</span>
          <span className="truncate text-(--preview-soft)">{face.handle && `@${face.handle}`} · now</span>
        </p>
        <PreviewText text={text} fold={FOLDS.x} more=" Show more" />
        <Tiles
          media={media}
          ratio={16 / 9}
          alone={[3 / 4, 16 / 9]}
          className="mt-3 rounded-2xl ring-1 ring-(--preview-rule) ring-inset"
        />
        <p aria-hidden="true" className="mt-3 flex justify-between pr-1 text-(--preview-soft)">
          {[MessageCircle, Repeat2, Heart, BarChart2, Bookmark, Share].map((Icon, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: always the same six
            <Icon key={index} size={17} strokeWidth={1.8} />
          ))}
        </p>
      </div>
    </div>
  )
}
