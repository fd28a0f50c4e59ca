/** A post on Instagram: the picture first, all of a carousel in the proportions of its first one. A story fills a phone. */
import {
  Bookmark,
  ChevronLeft,
  ChevronRight,
  Heart,
  ImagePlus,
  MessageCircle,
  MoreHorizontal,
  Send,
} from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '../../../ui/avatar.tsx'
import { classes } from '../../../ui/classes.ts'
import { FOLDS } from './cut-text.ts'
import type { Previewed } from './preview.tsx'
import { Medium, ratioOf } from './preview-media.tsx'
import { PreviewText } from './preview-text.tsx'

const FEED = [4 / 5, 1.91] as const
const PHONE = 9 / 16

export function InstagramPreview(shown: Previewed) {
  return shown.options.as === 'story' ? <Story {...shown} /> : <FeedPost {...shown} />
}

function FeedPost({ face, text, media, parts }: Previewed) {
  const handle = face.handle ?? face.name
  const [comment] = parts
  return (
    <article className="preview preview-instagram overflow-hidden rounded-xl text-sm leading-[1.125rem]">
      <header className="flex items-center gap-2.5 px-3 py-2.5">
        <span className="instagram-ring rounded-full p-0.5">
          <span className="block rounded-full bg-(--preview-paper) p-0.5">
            <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={28} />
          </span>
        </span>
        <span className="min-w-0 flex-1 truncate font-semibold">{handle}</span>
        <MoreHorizontal size={18} aria-hidden="true" />
      </header>
      <Carousel media={media} />
      <div className="px-3 pt-2.5 pb-3">
        <p aria-hidden="true" className="mb-2 flex gap-3.5">
          <Heart size={23} strokeWidth={1.8} />
          <MessageCircle size={23} strokeWidth={1.8} />
          <Send size={22} strokeWidth={1.8} />
          <Bookmark size={23} strokeWidth={1.8} className="ml-auto" />
        </p>
        <PreviewText text={text} fold={FOLDS.instagram} more="… more" lead={handle} />
        {comment && (
          <PreviewText
            text={comment.text}
            fold={FOLDS.instagram}
            more="… more"
            lead={handle}
            className="mt-1.5 text-(--preview-soft)"
          />
        )}
      </div>
    </article>
  )
}

function Carousel({ media }: Pick<Previewed, 'media'>) {
  const [at, setAt] = useState(0)
  const here = Math.min(at, media.length - 1)
  const [first] = media
  const medium = media[here]
  if (first === undefined || medium === undefined) return <Missing ratio={1} />
  const isReel = media.length === 1 && first.type.startsWith('video/')
  return (
    <div className="relative" style={{ aspectRatio: isReel ? 4 / 5 : ratioOf(first, FEED) }}>
      <Medium medium={medium} className="size-full" />
      {media.length > 1 && (
        <>
          <span className="absolute top-3 right-3 rounded-full bg-black/65 px-2 py-0.5 text-xs text-white tabular-nums">
            {here + 1}/{media.length}
          </span>
          {here > 0 && <Turn side="left" onClick={() => setAt(here - 1)} />}
          {here < media.length - 1 && <Turn side="right" onClick={() => setAt(here + 1)} />}
        </>
      )}
    </div>
  )
}

function Turn({ side, onClick }: { side: 'left' | 'right'; onClick: () => void }) {
  const Icon = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <button
      type="button"
      aria-label={side === 'left' ? 'The picture before' : 'The next picture'}
      onClick={onClick}
      className={classes(
        'absolute top-1/2 flex size-7 -translate-y-1/2 items-center justify-center rounded-full bg-white/80 text-black',
        side === 'left' ? 'left-2' : 'right-2',
      )}
    >
      <Icon size={18} />
    </button>
  )
}

function Story({ face, media }: Previewed) {
  const [first] = media
  return (
    <article
      className="preview preview-instagram relative mx-auto w-64 overflow-hidden rounded-xl"
      style={{ aspectRatio: PHONE }}
    >
      {first ? <Medium medium={first} className="size-full" /> : <Missing ratio={PHONE} />}
      <div className="absolute inset-x-0 top-0 flex items-center gap-2 bg-linear-to-b from-black/60 to-transparent p-3 pb-8 text-sm font-semibold text-white">
        <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={28} />
        <span className="truncate">{face.handle ?? face.name}</span>
      </div>
    </article>
  )
}

function Missing({ ratio }: { ratio: number }) {
  return (
    <div
      className="flex flex-col items-center justify-center gap-2 bg-(--preview-hole) text-(--preview-soft)"
      style={{ aspectRatio: ratio }}
    >
      <ImagePlus size={26} aria-hidden="true" />
      Instagram begins with a picture
    </div>
  )
}
