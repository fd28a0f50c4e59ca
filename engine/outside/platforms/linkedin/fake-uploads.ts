/** `makeFakeUploads`: images, films and documents of LinkedIn: begun, sent to addresses of their own, made ready. */
import { createHash } from 'node:crypto'
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { refusal } from './fake-refusal.ts'

type Kind = 'image' | 'video' | 'document'

export interface FakeAsset {
  readonly urn: string
  readonly kind: Kind
  readonly owner: string
  /** Of a film; others say nothing before. */
  readonly bytes: number | null
  readonly token: string
  /** What came for each part: its size and what it was called. */
  readonly parts: Map<number, { readonly bytes: number; readonly etag: string }>
  looks: number
  status: 'WAITING_UPLOAD' | 'PROCESSING' | 'AVAILABLE' | 'PROCESSING_FAILED'
}

export interface FakeUploads {
  readonly all: ReadonlyMap<string, FakeAsset>
  readonly moods: {
    /** Addresses of parts have ended. */
    endsAddresses: boolean
    /** Films cannot be made sense of. */
    failsFilms: boolean
    /** How many looks it takes until something can be shown; a refused post is one too. */
    looks: number
  }
  /** Null when the path is none of uploads. `mayAct` tells whether the bearer may act for an owner. */
  answer(request: FakeRequest, mayAct: (owner: string) => boolean): FakeReply | null
  /** The bytes themselves, which carry no version; null when the path is none of them. */
  receive(request: FakeRequest, isKnown: boolean): FakeReply | null
  /** What stands in the way of showing these as `owner`: a code of LinkedIn; null when nothing does. */
  troubleOf(urns: readonly string[], owner: string): string | null
  clear(): void
}

const WELL_BEHAVED = { endsAddresses: false, failsFilms: false, looks: 1 }
const PART_BYTES = 4 * 1024 * 1024
const BEGIN = /^\/rest\/(image|video|document)s$/
const ONE = /^\/rest\/(image|video|document)s\/([^/]+)$/
const BYTES = /^\/dms\/([^/]+)\/(\d+)$/

export function makeFakeUploads(): FakeUploads {
  const all = new Map<string, FakeAsset>()
  const moods = { ...WELL_BEHAVED }
  let made = 0

  function begin(kind: Kind, { body, headers }: FakeRequest, mayAct: (owner: string) => boolean): FakeReply {
    const { initializeUploadRequest: asked = {} } = JSON.parse(body.toString()) as {
      initializeUploadRequest?: { owner?: string; fileSizeBytes?: number }
    }
    const { owner = '', fileSizeBytes: bytes = null } = asked
    if (!mayAct(owner)) return refusal(403, 'ACCESS_DENIED', 'Not enough permissions for the owner')
    if (kind === 'video' && bytes === null) return refusal(400, 'INVALID_FILE_SIZE', 'fileSizeBytes')
    const urn = `urn:li:${kind}:C${++made}`
    const token = createHash('sha256').update(urn).digest('hex').slice(0, 16)
    const asset: FakeAsset = {
      urn,
      kind,
      owner,
      bytes,
      token,
      parts: new Map(),
      looks: 0,
      status: 'WAITING_UPLOAD',
    }
    all.set(urn, asset)
    const addressOf = (part: number) => `http://${headers.host}/dms/${encodeURIComponent(urn)}/${part}`
    if (bytes === null) return { status: 200, body: { value: { uploadUrl: addressOf(0), [kind]: urn } } }
    const uploadInstructions = Array.from({ length: Math.ceil(bytes / PART_BYTES) }, (_, part) => ({
      uploadUrl: addressOf(part),
      firstByte: part * PART_BYTES,
      lastByte: Math.min(bytes, (part + 1) * PART_BYTES) - 1,
    }))
    return { status: 200, body: { value: { video: urn, uploadToken: token, uploadInstructions } } }
  }

  function finish({ body }: FakeRequest): FakeReply {
    const { finalizeUploadRequest: asked } = JSON.parse(body.toString()) as {
      finalizeUploadRequest?: { video: string; uploadToken: string; uploadedPartIds: string[] }
    }
    const asset = all.get(asked?.video ?? '')
    if (asset === undefined || asset.token !== asked?.uploadToken || asset.status !== 'WAITING_UPLOAD')
      return refusal(400, 'INVALID_UPLOAD', 'no such upload')
    const parts = asked.uploadedPartIds.map((etag, index) =>
      asset.parts.get(index)?.etag === etag ? index : null,
    )
    const came = [...asset.parts.values()].reduce((sum, { bytes }) => sum + bytes, 0)
    if (parts.includes(null) || parts.length !== asset.parts.size || came !== asset.bytes)
      return refusal(400, 'INVALID_UPLOADED_PARTS', 'parts are missing, or not in their order')
    asset.status = 'PROCESSING'
    return { status: 200 }
  }

  /** Every look moves it on, also one that is refused. */
  function look(urn: string, mayAct: (owner: string) => boolean): FakeReply {
    const asset = all.get(urn)
    if (asset === undefined) return refusal(404, 'NOT_FOUND', 'no such asset')
    const { status } = asset
    moveOn(asset)
    // tokens of members may not look, whoever they are
    if (asset.owner.startsWith('urn:li:person:') || !mayAct(asset.owner))
      return refusal(403, 'ACCESS_DENIED', 'Not enough permissions to access the asset')
    return { status: 200, body: { id: urn, owner: asset.owner, status } }
  }

  function moveOn(asset: FakeAsset): void {
    if (asset.status !== 'PROCESSING' || ++asset.looks < moods.looks) return
    asset.status = asset.kind === 'video' && moods.failsFilms ? 'PROCESSING_FAILED' : 'AVAILABLE'
  }

  return {
    all,
    moods,
    answer(request, mayAct) {
      const { method, path, query } = request
      const [, kind] = BEGIN.exec(path) ?? []
      const action = query.get('action')
      if (method === 'POST' && kind && action === 'initializeUpload')
        return begin(kind as Kind, request, mayAct)
      if (method === 'POST' && kind === 'video' && action === 'finalizeUpload') return finish(request)
      const [, one, urn = ''] = ONE.exec(path) ?? []
      return method === 'GET' && one ? look(decodeURIComponent(urn), mayAct) : null
    },
    receive({ method, path, headers, body }, isKnown) {
      const [, urn = '', number = ''] = BYTES.exec(path) ?? []
      const asset = all.get(decodeURIComponent(urn))
      if (method !== 'PUT' || urn === '') return null
      if (asset === undefined || moods.endsAddresses) return { status: 410, body: 'EXPIRED_UPLOAD_URL' }
      // a film's address holds the permission and refuses any other; the others want the token
      if (asset.kind === 'video' ? headers.authorization !== undefined : !isKnown) return { status: 401 }
      const part = Number(number)
      if (asset.bytes !== null && body.length !== Math.min(PART_BYTES, asset.bytes - part * PART_BYTES))
        return { status: 400, body: 'not the bytes of this part' }
      const etag = createHash('sha256').update(body).digest('hex').slice(0, 32)
      asset.parts.set(part, { bytes: body.length, etag })
      if (asset.bytes === null) asset.status = 'PROCESSING'
      return { status: asset.kind === 'video' ? 200 : 201, headers: { etag: `"${etag}"` } }
    },
    troubleOf(urns, owner) {
      const assets = urns.map((urn) => all.get(urn))
      if (assets.some((asset) => asset?.owner !== owner)) return 'INVALID_CONTENT_OWNERSHIP'
      if (assets.some((asset) => asset?.status === 'PROCESSING_FAILED'))
        return 'MEDIA_ASSET_PROCESSING_FAILED'
      const isReady = assets.every((asset) => asset?.status === 'AVAILABLE')
      for (const asset of assets) if (asset) moveOn(asset)
      return isReady ? null : 'MEDIA_ASSET_WAITING_UPLOAD'
    },
    clear() {
      all.clear()
      Object.assign(moods, WELL_BEHAVED)
    },
  }
}
