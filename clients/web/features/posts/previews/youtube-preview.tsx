/** A film on YouTube: its picture, its title in two lines, and its description folded below. */
import { Film } from 'lucide-react'
import { Avatar } from '../../../ui/avatar.tsx'
import { FOLDS } from './cut-text.ts'
import type { Previewed } from './preview.tsx'
import { Medium } from './preview-media.tsx'
import { PreviewText } from './preview-text.tsx'

export function YoutubePreview({ face, text, media, options, parts }: Previewed) {
  const film = media.find(({ type }) => type.startsWith('video/'))
  const thumbnail = media.find(({ type }) => type.startsWith('image/')) ?? film
  // without a title of its own, the first line of the text is it
  const title = typeof options.title === 'string' && options.title !== '' ? options.title : firstLine(text)
  return (
    <article className="preview preview-youtube overflow-hidden rounded-xl text-sm leading-5">
      <div className="relative aspect-video">
        {thumbnail ? (
          <Medium medium={thumbnail} className="size-full" />
        ) : (
          <div className="flex size-full flex-col items-center justify-center gap-2 bg-(--preview-hole) text-(--preview-soft)">
            <Film size={26} aria-hidden="true" />
            YouTube begins with a film
          </div>
        )}
        {film?.durationMs && (
          <span className="absolute right-2 bottom-2 rounded bg-black/80 px-1 text-xs font-medium text-white tabular-nums">
            {lengthOf(film.durationMs)}
          </span>
        )}
      </div>
      <div className="flex gap-3 p-3">
        <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={36} />
        <div className="min-w-0">
          <h4 className="line-clamp-2 text-base leading-[1.375rem] font-medium">{title || 'A title'}</h4>
          <p className="text-xs text-(--preview-soft)">{face.name} · No views · just now</p>
        </div>
      </div>
      <div className="mx-3 mb-3 rounded-xl bg-(--preview-hole) px-3 py-2.5">
        <PreviewText text={text || 'No description'} fold={FOLDS.youtube} more="...more" />
      </div>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comment is its place
        <div key={index} className="flex gap-3 px-3 pb-3">
          <Avatar id={face.id} name={face.name} pictureUrl={face.pictureUrl} size={28} />
          <div className="min-w-0">
            <p className="text-xs font-medium">{face.name}</p>
            <PreviewText text={part.text} fold={FOLDS.youtube} more="Read more" />
          </div>
        </div>
      ))}
    </article>
  )
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? ''
}

/** "1:05", "1:02:03" */
function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
