/** The pictures of the demo: drawn here, because nothing is loaded from elsewhere. */
import type { MediaView } from '../../app/posts-api.ts'

function picture(id: string, width: number, height: number, hue: number, altText: string | null): MediaView {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
    <defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
      <stop offset="0" stop-color="hsl(${hue} 45% 62%)"/><stop offset="1" stop-color="hsl(${hue + 40} 50% 34%)"/>
    </linearGradient></defs>
    <rect width="${width}" height="${height}" fill="url(#g)"/>
    <circle cx="${width * 0.68}" cy="${height * 0.34}" r="${height * 0.15}" fill="hsl(${hue + 20} 80% 88%)"/>
    <path d="M0 ${height} L${width * 0.34} ${height * 0.5} L${width * 0.58} ${height * 0.78} L${width * 0.75} ${height * 0.62} L${width} ${height}Z" fill="hsl(${hue + 50} 40% 22%)"/>
  </svg>`
  const url = `data:image/svg+xml,${encodeURIComponent(svg)}`
  return {
    id,
    name: `${id}.jpg`,
    type: 'image/jpeg',
    bytes: 240_000,
    width,
    height,
    durationMs: null,
    altText,
    url,
  }
}

export const MEDIA: Map<string, MediaView> = new Map(
  [
    picture('m-1', 1200, 1500, 18, 'The sun over two hills, in orange.'),
    picture('m-2', 1600, 900, 200, null),
    picture('m-3', 1200, 1200, 130, 'A green valley.'),
  ].map((medium) => [medium.id, medium]),
)

let added = 0

/** What the server would make of a file. */
export function mediumOf(file: File): MediaView {
  added++
  const isFilm = file.type.startsWith('video/')
  const medium: MediaView = {
    id: `m-new-${added}`,
    name: file.name,
    type: file.type,
    bytes: file.size,
    width: 1200,
    height: 1200,
    durationMs: isFilm ? 42_000 : null,
    altText: null,
    url: URL.createObjectURL(file),
  }
  MEDIA.set(medium.id, medium)
  return medium
}
