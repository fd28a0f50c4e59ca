/** `makeFakeContainers`: what is to be published lies here first. It really fetches the media, and each state takes its time. */
import type { FakeReply } from '../fake-server.ts'
import { graphError } from '../meta/fake-graph.ts'

export interface FakeContainer {
  readonly id: string
  readonly ownerId: string
  /** IMAGE, VIDEO, CAROUSEL, REELS or STORIES. */
  readonly kind: string
  readonly caption: string
  readonly altText: string | null
  readonly childIds: readonly string[]
  /** What was fetched; a carousel has none of its own. */
  readonly bytes: number
  readonly madeAt: number
  /** How often it is looked at until it is ready. */
  looksLeft: number
  /** Why it failed; null while it has not. */
  failure: string | null
  isPublished: boolean
}

export interface FakeContainers {
  readonly all: Map<string, FakeContainer>
  make(params: URLSearchParams, ownerId: string): Promise<FakeReply>
  /** The answer to a look, which brings it nearer to its end. */
  look(container: FakeContainer): FakeReply
  stateOf(container: FakeContainer): string
}

interface Moods {
  readonly looksToFinish: number
  readonly failsWith: string | null
}

const DAY_MS = 24 * 60 * 60_000
/** Ready by then, looked at or not. */
const PROCESS_MS = 5 * 60_000
const FETCH_MS = 5_000
const CAPTION_CHARS = 2_200
const IMAGE_BYTES = 8 * 1024 * 1024

export function makeFakeContainers(now: () => number, moods: Moods): FakeContainers {
  const all = new Map<string, FakeContainer>()
  let made = 0

  async function make(params: URLSearchParams, ownerId: string): Promise<FakeReply> {
    const caption = params.get('caption') ?? ''
    if (caption.length > CAPTION_CHARS)
      return graphError(400, 36004, 'The caption is too long', { subcode: 2207010 })
    const childIds = params.get('children')?.split(',') ?? []
    const type = params.get('media_type')
    const refusal = type === 'CAROUSEL' ? refusedCarousel(childIds, ownerId) : null
    if (refusal !== null) return refusal
    const film = params.get('video_url')
    const url = film ?? params.get('image_url')
    const fetched = url === null ? { bytes: 0, type: '' } : await fetchMedium(url)
    // images are fetched at once, films some time later
    const failure = fetched === null ? 'Error: Media upload has failed with error code 2207052' : null
    if (film === null && url !== null) {
      if (fetched === null)
        return graphError(400, 9004, 'The media could not be fetched from this URI', { subcode: 2207052 })
      if (fetched.type !== 'image/jpeg')
        return graphError(400, 36001, 'The image format is not supported', { subcode: 2207005 })
      if (fetched.bytes > IMAGE_BYTES)
        return graphError(400, 36000, 'The image is too large', { subcode: 2207004 })
    }
    const id = String(18_000_000_000_000_000n + BigInt(++made))
    all.set(id, {
      id,
      ownerId,
      kind: type ?? 'IMAGE',
      caption,
      altText: params.get('alt_text'),
      childIds,
      bytes: fetched?.bytes ?? 0,
      madeAt: now(),
      looksLeft: moods.looksToFinish,
      failure: failure ?? moods.failsWith,
      isPublished: false,
    })
    return { status: 200, body: { id } }
  }

  function refusedCarousel(childIds: readonly string[], ownerId: string): FakeReply | null {
    if (childIds.length < 2 || childIds.length > 10)
      return graphError(400, 100, 'A carousel has 2 to 10 items', { subcode: 2207028 })
    const children = childIds.map((id) => all.get(id))
    if (children.some((child) => child?.ownerId !== ownerId))
      return graphError(400, 24, 'The requested resource does not exist', { subcode: 2207006 })
    const isReady = children.every((child) => child !== undefined && stateOf(child) === 'FINISHED')
    return isReady ? null : graphError(400, 9007, 'Media ID is not available', { subcode: 2207027 })
  }

  function stateOf({ isPublished, madeAt, looksLeft, failure }: FakeContainer): string {
    if (isPublished) return 'PUBLISHED'
    if (now() - madeAt >= DAY_MS) return 'EXPIRED'
    if (looksLeft > 0 && now() - madeAt < PROCESS_MS) return 'IN_PROGRESS'
    return failure === null ? 'FINISHED' : 'ERROR'
  }

  function look(container: FakeContainer): FakeReply {
    const state = stateOf(container)
    if (container.looksLeft > 0) container.looksLeft--
    const status = state === 'ERROR' ? container.failure : `${state}: as fakes do`
    return { status: 200, body: { id: container.id, status_code: state, status } }
  }

  return { all, make, look, stateOf }
}

async function fetchMedium(url: string): Promise<{ bytes: number; type: string } | null> {
  try {
    const response = await fetch(url, {
      headers: { 'user-agent': 'facebookexternalhit/1.1' },
      signal: AbortSignal.timeout(FETCH_MS),
    })
    const bytes = (await response.arrayBuffer()).byteLength
    return response.ok ? { bytes, type: response.headers.get('content-type') ?? '' } : null
  } catch {
    return null
  }
}
