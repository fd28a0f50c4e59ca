/** A post on a page of Facebook. */
import { Globe, MessageCircle, MoreHorizontal, Share2, ThumbsUp } from 'lucide-react'
import { Avatar } from '../../../ui/avatar.tsx'
import { FOLDS } from './cut-text.ts'
import type { Previewed } from './preview.tsx'
import { Tiles } from './preview-media.tsx'
import { PreviewText } from './preview-text.tsx'

const VERBS = [
  { label: 'Like', Icon: ThumbsUp },
  { label: 'Comment', Icon: MessageCircle },
  { label: 'Share', Icon: Share2 },
]
/** A few words without a picture are shown large. */
const LARGE_CHARS_MAX = 85

export function FacebookPreview({ face, text, media, parts }: Previewed) {
  const isLarge = media.length === 0 && text.trim().length <= LARGE_CHARS_MAX && !text.includes('\n')
  return (
    <article className="preview preview-facebook overflow-hidden rounded-xl text-[0.9375rem] leading-5">
      <header className="flex items-center gap-2.5 px-4 pt-3">
        <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={40} />
        <div className="min-w-0 flex-1 leading-tight">
          <p className="truncate font-semibold">{face.name}</p>
          <p className="flex items-center gap-1 text-xs text-(--preview-soft)">
            Just now · <Globe size={12} aria-hidden="true" />
          </p>
        </div>
        <MoreHorizontal size={20} className="text-(--preview-soft)" aria-hidden="true" />
      </header>
      <PreviewText
        text={text}
        fold={FOLDS.facebook}
        more="… See more"
        className={isLarge ? 'px-4 py-3 text-2xl leading-7' : 'px-4 py-2.5'}
      />
      <Tiles media={media} ratio={1} alone={[4 / 5, 1.91]} />
      <footer
        aria-hidden="true"
        className="mx-3 flex justify-around border-t border-(--preview-rule) py-1 text-(--preview-soft)"
      >
        {VERBS.map(({ label, Icon }) => (
          <span key={label} className="flex items-center gap-2 px-2 py-1.5 text-sm font-semibold">
            <Icon size={18} strokeWidth={1.9} />
            {label}
          </span>
        ))}
      </footer>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comment is its place
        <div key={index} className="flex gap-2 px-4 pb-3">
          <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={32} />
          <div className="min-w-0 rounded-2xl bg-(--preview-hole) px-3 py-2 text-sm">
            <p className="text-xs font-semibold">{face.name}</p>
            <PreviewText text={part.text} fold={FOLDS.facebook} more="… See more" />
          </div>
        </div>
      ))}
    </article>
  )
}
