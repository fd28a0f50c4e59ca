/** Pictures and films of a preview: one in its own proportions, several as the networks tile them. */
import { Play } from 'lucide-react'
import type { MediaView } from '../../../app/posts-api.ts'
import { classes } from '../../../ui/classes.ts'

interface MediumProps {
  medium: MediaView
  className?: string
}

/** One of them, filling its box. */
export function Medium({ medium, className }: MediumProps) {
  const isFilm = medium.type.startsWith('video/')
  return (
    <div className={classes('relative overflow-hidden bg-(--preview-hole)', className)}>
      {isFilm ? (
        <video src={medium.url} muted playsInline preload="metadata" className="size-full object-cover" />
      ) : (
        <img src={medium.url} alt={medium.altText ?? ''} className="size-full object-cover" />
      )}
      {isFilm && (
        <span className="absolute inset-0 flex items-center justify-center">
          <span className="flex size-12 items-center justify-center rounded-full bg-black/60 text-white">
            <Play size={22} fill="currentColor" aria-hidden="true" />
          </span>
        </span>
      )}
    </div>
  )
}

interface TilesProps {
  media: readonly MediaView[]
  /** Of the whole, when there are several; width by height. */
  ratio: number
  /** Of one alone: its own, within these. */
  alone: readonly [least: number, most: number]
  className?: string
  gap?: number
}

const TILES_MAX = 4

/** Two side by side, three with a tall one first, four in a square; the others are a number. */
export function Tiles({ media, ratio, alone, className, gap = 2 }: TilesProps) {
  const [first] = media
  if (first === undefined) return null
  if (media.length === 1) {
    return (
      <div className={classes('overflow-hidden', className)} style={{ aspectRatio: ratioOf(first, alone) }}>
        <Medium medium={first} className="size-full" />
      </div>
    )
  }
  const shown = media.slice(0, TILES_MAX)
  const hidden = media.length - shown.length
  return (
    <div
      className={classes('grid grid-cols-2 overflow-hidden', shown.length > 2 && 'grid-rows-2', className)}
      style={{ aspectRatio: ratio, gap }}
    >
      {shown.map((medium, index) => (
        <div
          key={medium.id}
          className={classes('relative min-h-0', shown.length === 3 && index === 0 && 'row-span-2')}
        >
          <Medium medium={medium} className="size-full" />
          {hidden > 0 && index === TILES_MAX - 1 && (
            <span className="absolute inset-0 flex items-center justify-center bg-black/55 text-xl font-semibold text-white">
              +{hidden}
            </span>
          )}
        </div>
      ))}
    </div>
  )
}

/** Width by height, cropped to what the network shows; square when nobody knows. */
export function ratioOf({ width, height }: MediaView, [least, most]: readonly [number, number]): number {
  if (!width || !height) return Math.min(Math.max(1, least), most)
  return Math.min(Math.max(width / height, least), most)
}
