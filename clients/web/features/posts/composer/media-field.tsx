/** Pictures and films: dropped, pasted or chosen; each with its words for those who do not see it, and in an order. */
import { ChevronLeft, ChevronRight, ImagePlus, X } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import type { MediaView } from '../../../app/posts-api.ts'
import { classes } from '../../../ui/classes.ts'
import { AltTextDialog } from './alt-text-dialog.tsx'
import { filesOf, type Upload, useUploads } from './use-uploads.ts'

interface MediaFieldProps {
  media: readonly MediaView[]
  /** False: these are the post's, and a change makes a list of its own. */
  isOwn: boolean
  onChange: (media: readonly MediaView[]) => void
  /** The text above: it takes drops and pastes too. */
  children: ReactNode
}

export function MediaField({ media, isOwn, onChange, children }: MediaFieldProps) {
  const chooser = useRef<HTMLInputElement>(null)
  // several uploads may end before the next drawing
  const now = useRef(media)
  now.current = media
  const { uploads, add, cancel } = useUploads((medium) => {
    now.current = [...now.current, medium]
    onChange(now.current)
  })
  const [isOver, setOver] = useState(false)
  const [described, setDescribed] = useState<MediaView | null>(null)
  const move = (from: number, by: number) => {
    const next = [...media]
    next.splice(from + by, 0, ...next.splice(from, 1))
    onChange(next)
  }
  return (
    <div
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        add(filesOf(event.dataTransfer))
      }}
      onPaste={(event) => {
        const files = filesOf(event.clipboardData)
        if (files.length === 0) return
        event.preventDefault()
        add(files)
      }}
      className={classes('rounded-2xl', isOver && 'bg-accent-wash ring-2 ring-accent ring-inset')}
    >
      {children}
      <div className="flex flex-wrap gap-2 px-4 pb-3">
        {media.map((medium, index) => (
          <Thumbnail
            key={medium.id}
            medium={medium}
            isFaint={!isOwn}
            onDescribe={() => setDescribed(medium)}
            onRemove={() => onChange(media.filter(({ id }) => id !== medium.id))}
            onBack={index > 0 ? () => move(index, -1) : null}
            onForth={index < media.length - 1 ? () => move(index, 1) : null}
          />
        ))}
        {uploads.map((upload) => (
          <Progress key={upload.id} upload={upload} onCancel={() => cancel(upload.id)} />
        ))}
        <button
          type="button"
          onClick={() => chooser.current?.click()}
          aria-label="Add pictures or a film"
          title="Add pictures or a film; or drop or paste them"
          className="flex size-20 items-center justify-center rounded-xl border border-dashed border-line-strong text-ink-faint hover:bg-wash hover:text-ink"
        >
          <ImagePlus size={20} />
        </button>
        <input
          ref={chooser}
          type="file"
          multiple
          accept="image/jpeg,image/png,image/gif,image/webp,video/mp4,video/quicktime"
          className="hidden"
          onChange={(event) => {
            add(event.target.files ?? [])
            event.target.value = ''
          }}
        />
      </div>
      {described && (
        <AltTextDialog
          medium={described}
          onClose={() => setDescribed(null)}
          onSaved={(altText) =>
            onChange(media.map((one) => (one.id === described.id ? { ...one, altText } : one)))
          }
        />
      )}
    </div>
  )
}

interface ThumbnailProps {
  medium: MediaView
  isFaint: boolean
  onDescribe: () => void
  onRemove: () => void
  onBack: (() => void) | null
  onForth: (() => void) | null
}

const TOOL =
  'inline-flex size-6 items-center justify-center rounded-md bg-black/60 text-white opacity-0 group-hover:opacity-100 hover:bg-black/80 focus-visible:opacity-100 pointer-coarse:opacity-100'

function Thumbnail({ medium, isFaint, onDescribe, onRemove, onBack, onForth }: ThumbnailProps) {
  const isFilm = medium.type.startsWith('video/')
  const name = medium.altText || medium.name
  return (
    <div
      className={classes(
        'group relative size-20 overflow-hidden rounded-xl bg-wash-strong',
        isFaint && 'opacity-75',
      )}
    >
      {isFilm ? (
        <video src={medium.url} muted playsInline preload="metadata" className="size-full object-cover" />
      ) : (
        <img src={medium.url} alt={name} className="size-full object-cover" />
      )}
      <button
        type="button"
        onClick={onDescribe}
        aria-label={`Describe ${name}`}
        className={classes(
          'absolute bottom-1 left-1 rounded-md px-1.5 py-0.5 text-[0.625rem] font-semibold text-white',
          medium.altText ? 'bg-black/60' : 'bg-black/60 opacity-80',
        )}
      >
        {medium.altText ? 'ALT' : '+ ALT'}
      </button>
      <button
        type="button"
        aria-label={`Take out ${name}`}
        onClick={onRemove}
        className={`${TOOL} absolute top-1 right-1`}
      >
        <X size={14} />
      </button>
      <span className="absolute right-1 bottom-1 flex gap-0.5">
        {onBack && (
          <button type="button" aria-label={`${name} earlier`} onClick={onBack} className={TOOL}>
            <ChevronLeft size={14} />
          </button>
        )}
        {onForth && (
          <button type="button" aria-label={`${name} later`} onClick={onForth} className={TOOL}>
            <ChevronRight size={14} />
          </button>
        )}
      </span>
    </div>
  )
}

function Progress({ upload: { name, share }, onCancel }: { upload: Upload; onCancel: () => void }) {
  const percent = Math.round(share * 100)
  return (
    <div className="relative flex size-20 flex-col items-center justify-center gap-1.5 rounded-xl bg-wash-strong px-2 text-xs text-ink-soft">
      <span className="tabular-nums">{percent} %</span>
      <progress
        value={share}
        aria-label={`Uploading ${name}`}
        className="h-1 w-full overflow-hidden rounded-full accent-(--accent)"
      />
      <button
        type="button"
        aria-label={`Give up ${name}`}
        onClick={onCancel}
        className="absolute top-1 right-1 text-ink-faint"
      >
        <X size={14} />
      </button>
    </div>
  )
}
