/** `makeFakeFilms`: uploads of films and reels as Facebook takes them: in parts, counted, turned, and then published. */
import { createHash, type Hash } from 'node:crypto'
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { graphError, notThere } from '../meta/fake-graph.ts'

export interface FakeFilm {
  readonly id: string
  readonly pageId: string
  readonly form: 'video' | 'reel'
  readonly madeAt: number
  /** Null until somebody said it. */
  sizeBytes: number | null
  receivedBytes: number
  readonly hash: Hash
  description: string
  /** When its publication was asked for; null while it was not. ms since 1970. */
  askedAt: number | null
  /** How often it is looked at until it is public. */
  looksLeft: number
  /** Whether it is among the posts of its page. */
  isPosted: boolean
}

interface Moods {
  readonly looksToProcess: number
  readonly filmsFail: boolean
  readonly forgetsBytes: boolean
  breaks: number
}

export interface FakeFilms {
  readonly all: Map<string, FakeFilm>
  start(form: FakeFilm['form'], pageId: string, params: URLSearchParams, host: string): FakeReply
  /** A part of a film. */
  transfer(form: FormData): Promise<FakeReply>
  /** A part of a reel. */
  upload(id: string, request: FakeRequest): FakeReply
  finish(film: FakeFilm | undefined, params: URLSearchParams): FakeReply
  look(film: FakeFilm): FakeReply
  isPublic(film: FakeFilm): boolean
}

const DAY_MS = 24 * 60 * 60_000
/** Turned by then, looked at or not. */
const PROCESS_MS = 2 * 60_000

export function makeFakeFilms(now: () => number, moods: Moods): FakeFilms {
  const all = new Map<string, FakeFilm>()
  let made = 0

  function start(form: FakeFilm['form'], pageId: string, params: URLSearchParams, host: string): FakeReply {
    const id = String(1_200_000_000_000_000n + BigInt(++made))
    const sizeBytes = form === 'video' ? Number(params.get('file_size')) : null
    if (sizeBytes === 0) return graphError(400, 100, '(#100) The parameter file_size is required')
    all.set(id, {
      id,
      pageId,
      form,
      madeAt: now(),
      sizeBytes,
      receivedBytes: 0,
      hash: createHash('sha256'),
      description: '',
      askedAt: null,
      looksLeft: moods.looksToProcess,
      isPosted: false,
    })
    if (form === 'reel') {
      return { status: 200, body: { video_id: id, upload_url: `http://${host}/video-upload/v26.0/${id}` } }
    }
    const offsets = { start_offset: '0', end_offset: String(sizeBytes) }
    return { status: 200, body: { upload_session_id: `s${id}`, video_id: id, ...offsets } }
  }

  async function transfer(form: FormData): Promise<FakeReply> {
    const film = all.get(String(form.get('upload_session_id')).slice(1))
    if (film === undefined) return notThere('the session')
    if (Number(form.get('start_offset')) !== film.receivedBytes) {
      return graphError(400, 6001, 'The offset is not where the upload stands', { subcode: 1363037 })
    }
    const chunk = form.get('video_file_chunk')
    if (!(chunk instanceof Blob)) return graphError(400, 100, 'A part without bytes')
    take(film, Buffer.from(await chunk.arrayBuffer()))
    const offsets = { start_offset: String(film.receivedBytes), end_offset: String(film.sizeBytes) }
    return { status: 200, body: offsets }
  }

  function upload(id: string, { headers, body }: FakeRequest): FakeReply {
    const film = all.get(id)
    if (film === undefined) return debug(false, 'NotFoundError', 'There is no such upload')
    if (Number(headers.offset) !== film.receivedBytes)
      return debug(true, 'OffsetInvalidError', 'The offset is not where the upload stands')
    film.sizeBytes = Number(headers.file_size)
    if (moods.breaks > 0) {
      moods.breaks--
      take(film, body.subarray(0, Math.floor(body.length / 2)))
      return debug(true, 'PartialRequestError', 'Partial request (did not match length of file)')
    }
    take(film, body)
    return { status: 200, body: { success: true } }
  }

  function take(film: FakeFilm, bytes: Buffer): void {
    film.hash.update(bytes)
    film.receivedBytes += bytes.length
  }

  function finish(film: FakeFilm | undefined, params: URLSearchParams): FakeReply {
    if (film === undefined) return notThere('the film')
    if (film.receivedBytes !== film.sizeBytes)
      return graphError(400, 6000, 'There was a problem with your video file: it is not whole')
    if (film.askedAt !== null) return graphError(400, 100, 'The video was published already')
    film.description = params.get('description') ?? ''
    film.askedAt = now()
    return { status: 200, body: { success: true } }
  }

  function isPublic({ askedAt, looksLeft }: FakeFilm): boolean {
    if (askedAt === null || moods.filmsFail) return false
    return looksLeft <= 0 || now() - askedAt >= PROCESS_MS
  }

  function look(film: FakeFilm): FakeReply {
    if (film.askedAt !== null && film.looksLeft > 0) film.looksLeft--
    const { id, receivedBytes } = film
    const isWhole = receivedBytes === film.sizeBytes
    const uploading = isWhole
      ? { status: 'complete' }
      : { status: 'in_progress', ...(!moods.forgetsBytes && { bytes_transfered: receivedBytes }) }
    const status = {
      video_status: videoStatusOf(film, isWhole),
      uploading_phase: uploading,
      processing_phase: processingOf(film),
      // publication begins when the film is turned: until then nothing tells that it was asked for
      publishing_phase: isPublic(film)
        ? { status: 'complete', publish_status: 'published' }
        : { status: 'not_started' },
    }
    return { status: 200, body: { id, status, published: isPublic(film), permalink_url: `/reel/${id}/` } }
  }

  function videoStatusOf(film: FakeFilm, isWhole: boolean): string {
    if (film.askedAt === null) {
      if (now() - film.madeAt >= DAY_MS) return 'expired'
      return isWhole ? 'upload_complete' : 'uploading'
    }
    if (moods.filmsFail) return 'error'
    return isPublic(film) ? 'ready' : 'processing'
  }

  function processingOf(film: FakeFilm): object {
    if (film.askedAt === null) return { status: 'not_started' }
    if (moods.filmsFail) return { status: 'error', errors: [{ message: 'The film has no picture' }] }
    return { status: isPublic(film) ? 'complete' : 'in_progress' }
  }

  return { all, start, transfer, upload, finish, look, isPublic }
}

function debug(isRetriable: boolean, type: string, message: string): FakeReply {
  return { status: 400, body: { debug_info: { retriable: isRetriable, type, message } } }
}
