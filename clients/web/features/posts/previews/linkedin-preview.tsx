/** A post on LinkedIn. */
import { Globe, MessageSquareText, Repeat2, Send, ThumbsUp } from 'lucide-react'
import { Avatar } from '../../../ui/avatar.tsx'
import { FOLDS } from './cut-text.ts'
import type { Previewed } from './preview.tsx'
import { Tiles } from './preview-media.tsx'
import { PreviewText } from './preview-text.tsx'

const VERBS = [
  { label: 'Like', Icon: ThumbsUp },
  { label: 'Comment', Icon: MessageSquareText },
  { label: 'Repost', Icon: Repeat2 },
  { label: 'Send', Icon: Send },
]

export function LinkedinPreview({ face, text, media, parts }: Previewed) {
  return (
    <article className="preview preview-linkedin overflow-hidden rounded-lg text-sm leading-5">
      <header className="flex gap-2 px-4 pt-3 pb-1">
        <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={48} />
        <div className="min-w-0 leading-4">
          <p className="truncate font-semibold">{face.name}</p>
          {face.handle && <p className="truncate text-xs text-(--preview-soft)">{face.handle}</p>}
          <p className="flex items-center gap-1 text-xs text-(--preview-soft)">
            Now · <Globe size={12} aria-hidden="true" />
          </p>
        </div>
      </header>
      <PreviewText text={text} fold={FOLDS.linkedin} more="…more" className="px-4 py-2" />
      <Tiles media={media} ratio={1.2} alone={[4 / 5, 1.91]} className="mt-1" />
      <footer aria-hidden="true" className="mx-3 flex justify-around border-t border-(--preview-rule) py-1">
        {VERBS.map(({ label, Icon }) => (
          <span
            key={label}
            className="flex items-center gap-1.5 px-1.5 py-2.5 text-xs font-semibold text-(--preview-soft)"
          >
            <Icon size={17} strokeWidth={1.9} />
            {label}
          </span>
        ))}
      </footer>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comment is its place
        <div key={index} className="flex gap-2 px-4 pb-3">
          <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={32} />
          <div className="min-w-0 flex-1 rounded-lg bg-(--preview-hole) px-3 py-2">
            <p className="font-semibold">{face.name}</p>
            <PreviewText text={part.text} fold={FOLDS.linkedin} more="…more" />
          </div>
        </div>
      ))}
    </article>
  )
}
