/** `makeFakeUploads`: uploads of X as they go: begun, sent in parts, closed, looked at until they can be shown. */
import type { FakeReply, FakeRequest } from '../fake-server.ts'

export interface FakeUpload {
  readonly id: string
  readonly key: string
  readonly ownerId: string
  readonly type: string
  readonly bytes: number
  /** Bytes of each part that came. A part that comes again takes the place of the first. */
  readonly parts: Map<number, number>
  /** ms since 1970: when it is forgotten. */
  readonly until: number
  state: 'open' | 'pending' | 'in_progress' | 'succeeded' | 'failed'
  altText: string | null
}

export interface FakeUploads {
  readonly all: ReadonlyMap<string, FakeUpload>
  readonly moods: {
    /** Films cannot be made sense of. */
    failsFilms: boolean
    /** Parts are refused. */
    refusesParts: boolean
  }
  /** Null when the path is none of uploads. */
  answer(request: FakeRequest, userId: string): Promise<FakeReply | null>
  /** The uploads of these ids, when all can be shown by `userId` now; null otherwise. */
  shown(ids: readonly string[], userId: string): readonly FakeUpload[] | null
  clear(): void
}

const KEPT_S = 86_400
const APPEND = /^\/2\/media\/upload\/(\d+)\/append$/
const FINALIZE = /^\/2\/media\/upload\/(\d+)\/finalize$/
const SEGMENT_MAX = 999

export function makeFakeUploads(now: () => number): FakeUploads {
  const all = new Map<string, FakeUpload>()
  const moods = { failsFilms: false, refusesParts: false }
  let made = 0

  function begin({ body }: FakeRequest, ownerId: string): FakeReply {
    const { media_type: type, total_bytes: bytes } = JSON.parse(body.toString()) as Record<string, unknown>
    if (typeof type !== 'string' || typeof bytes !== 'number' || bytes <= 0)
      return invalid('media_type, total_bytes')
    const id = String(1_700_000_000_000_000_000n + BigInt(++made))
    const key = `3_${id}`
    const until = now() + KEPT_S * 1_000
    all.set(id, { id, key, ownerId, type, bytes, parts: new Map(), until, state: 'open', altText: null })
    return { status: 200, body: { data: { id, media_key: key, expires_after_secs: KEPT_S } } }
  }

  async function append(upload: FakeUpload, { body, headers }: FakeRequest): Promise<FakeReply> {
    if (upload.state !== 'open' || moods.refusesParts) return invalid('the upload takes no parts')
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData()
    const [segment, media] = [Number(form.get('segment_index')), form.get('media')]
    if (!Number.isInteger(segment) || segment < 0 || segment > SEGMENT_MAX || !(media instanceof Blob))
      return invalid('segment_index, media')
    upload.parts.set(segment, media.size)
    return { status: 200, body: { data: { expires_at: Math.floor(upload.until / 1_000) } } }
  }

  function close(upload: FakeUpload): FakeReply {
    if (upload.state !== 'open') return invalid('the upload is closed')
    const sizes = Array.from(upload.parts.keys(), (_, index) => upload.parts.get(index) ?? -Infinity)
    const came = sizes.reduce((sum, bytes) => sum + bytes, 0)
    if (came !== upload.bytes) return invalid(`${came} bytes of ${upload.bytes}`)
    const isQuick = upload.type.startsWith('image/') && upload.type !== 'image/gif'
    upload.state = isQuick ? 'succeeded' : 'pending'
    return told(upload)
  }

  /** Every look moves it on. */
  function look(upload: FakeUpload): FakeReply {
    if (upload.state === 'open') return invalid('the upload is not closed')
    if (upload.state === 'in_progress') upload.state = moods.failsFilms ? 'failed' : 'succeeded'
    if (upload.state === 'pending') upload.state = 'in_progress'
    return told(upload)
  }

  function told({ id, key, bytes, state, type }: FakeUpload): FakeReply {
    const isQuick = state === 'succeeded' && type.startsWith('image/') && type !== 'image/gif'
    const info = {
      state,
      ...(state === 'failed'
        ? { error: { code: 1, name: 'InvalidMedia', message: 'Unsupported video format' } }
        : { check_after_secs: 5, progress_percent: state === 'succeeded' ? 100 : 50 }),
    }
    const data = {
      id,
      media_key: key,
      size: bytes,
      expires_after_secs: KEPT_S,
      ...(!isQuick && { processing_info: info }),
    }
    return { status: 200, body: { data } }
  }

  function describe({ body }: FakeRequest, userId: string): FakeReply {
    const { id, metadata } = JSON.parse(body.toString()) as {
      id: string
      metadata?: { alt_text?: { text?: string } }
    }
    const upload = mine(id, userId)
    const text = metadata?.alt_text?.text ?? ''
    if (upload === null || text === '' || text.length > 1_000) return invalid('metadata')
    upload.altText = text
    return { status: 200, body: { data: { id } } }
  }

  function mine(id: string, userId: string): FakeUpload | null {
    const upload = all.get(id)
    return upload === undefined || upload.ownerId !== userId || upload.until <= now() ? null : upload
  }

  return {
    all,
    moods,
    async answer(request, userId) {
      const { method, path, query } = request
      if (method === 'POST' && path === '/2/media/upload/initialize') return begin(request, userId)
      if (method === 'POST' && path === '/2/media/metadata') return describe(request, userId)
      const [, appended] = APPEND.exec(path) ?? []
      const [, closed] = FINALIZE.exec(path) ?? []
      const looked = method === 'GET' && path === '/2/media/upload' ? query.get('media_id') : undefined
      const id = appended ?? closed ?? looked
      if (!id) return null
      const upload = mine(id, userId)
      if (upload === null) return invalid('no such upload')
      if (looked) return look(upload)
      return appended ? append(upload, request) : close(upload)
    },
    shown(ids, userId) {
      const uploads = ids.map((id) => mine(id, userId))
      return uploads.every((upload) => upload?.state === 'succeeded') ? (uploads as FakeUpload[]) : null
    },
    clear() {
      all.clear()
      Object.assign(moods, { failsFilms: false, refusesParts: false })
    },
  }
}

function invalid(detail: string): FakeReply {
  const type = 'https://api.twitter.com/2/problems/invalid-request'
  return { status: 400, body: { type, title: 'Invalid Request', detail, status: 400 } }
}
