/** `makeFakeUploads`: sessions that count the bytes they really got, and films that are processed look by look. */
import { createHash, type Hash } from 'node:crypto'
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { type FakeVideo, type FakeWorld, refusal } from './fake-shapes.ts'

interface Session {
  readonly channelId: string
  readonly said: Said
  readonly total: number
  readonly hash: Hash
  received: number
  video: FakeVideo | null
}

interface Said {
  readonly snippet?: { title?: unknown; description?: unknown; tags?: unknown; categoryId?: unknown }
  readonly status?: Readonly<Record<string, unknown>>
}

/** Chunks but the last are multiples of this. */
const GRAIN_BYTES = 256 * 1024
const PROCESSING_MS = 60_000

export function makeFakeUploads(world: FakeWorld) {
  const { now, moods, videos, fresh } = world
  const sessions = new Map<string, Session>()

  function begin(request: FakeRequest, channelId: string): FakeReply {
    const { headers, body } = request
    if (moods.channelIsFull) return refusal(400, 'uploadLimitExceeded')
    if (moods.slowsUploads !== false) return slowed(moods.slowsUploads)
    const said = JSON.parse(body.toString()) as Said
    const fault = faultOf(said)
    if (fault !== null) return refusal(400, fault)
    const refused = world.spendUpload()
    if (refused !== null) return refused
    const total = Number(headers['x-upload-content-length'])
    const id = fresh(24)
    sessions.set(id, { channelId, said, total, hash: createHash('sha256'), received: 0, video: null })
    const location = `http://${headers.host}/upload/youtube/v3/videos?uploadType=resumable&upload_id=${id}`
    return { status: 200, headers: { location } }
  }

  function put({ query, headers, body }: FakeRequest): FakeReply {
    const session = sessions.get(query.get('upload_id') ?? '')
    if (session === undefined) return { status: 404, body: 'Not Found' }
    if (session.video !== null) return { status: 200, body: resourceOf(session.video) }
    const range = /^bytes (?:\*|(\d+)-(\d+))\/(\d+)$/.exec(headers['content-range'] ?? '')
    if (range === null || Number(range[3]) !== session.total) return refusal(400, 'badContent')
    if (range[1] === undefined) return goOn(session)
    const [from, to] = [Number(range[1]), Number(range[2])]
    const isLast = to + 1 === session.total
    const isWhole = to + 1 - from === body.length && (isLast || body.length % GRAIN_BYTES === 0)
    if (from !== session.received || to >= session.total || !isWhole) return refusal(400, 'badContent')
    store(session, body)
    const fails = moods.failsAfterChunks > 0
    if (fails) moods.failsAfterChunks--
    if (session.received === session.total) session.video = arrive(session)
    if (fails) return refusal(503, 'backendError')
    return session.video === null ? goOn(session) : { status: 201, body: resourceOf(session.video) }
  }

  function store(session: Session, body: Buffer): void {
    const kept = body.subarray(0, moods.keepsOfNextChunk ?? body.length)
    moods.keepsOfNextChunk = null
    session.hash.update(kept)
    session.received += kept.length
  }

  function arrive({ channelId, said, total, hash }: Session): FakeVideo {
    const isLocked = moods.locksPrivate !== 'no'
    const video: FakeVideo = {
      id: fresh(11),
      channelId,
      title: String(said.snippet?.title),
      description: String(said.snippet?.description ?? ''),
      bytes: total,
      sha256: hash.digest('hex'),
      at: now(),
      status: { ...said.status, ...(isLocked && { privacyStatus: 'private' }) },
      uploadStatus: 'uploaded',
      reason: null,
      looks: 0,
      thumbnailBytes: null,
    }
    videos.set(video.id, video)
    return video
  }

  /** Its owner looks: time goes by. */
  function process(video: FakeVideo): void {
    video.looks++
    if (video.uploadStatus !== 'uploaded') return
    if (video.looks < moods.looksToProcess && now() - video.at < PROCESSING_MS) return
    const isThere = [...(moods.rejectsDuplicates ? videos.values() : [])].some(
      (other) => other !== video && other.channelId === video.channelId && other.sha256 === video.sha256,
    )
    const [uploadStatus, reason] = isThere
      ? (['rejected', 'duplicate'] as const)
      : (moods.spoils ?? ['processed', null])
    Object.assign(video, { uploadStatus, reason })
  }

  return { begin, put, process, endSessions: () => sessions.clear() }
}

export function resourceOf(video: FakeVideo): Record<string, unknown> {
  const { uploadStatus, reason } = video
  const why = uploadStatus === 'failed' ? { failureReason: reason } : { rejectionReason: reason }
  return {
    kind: 'youtube#video',
    id: video.id,
    snippet: { title: video.title, description: video.description, channelId: video.channelId },
    status: { ...video.status, uploadStatus, ...(reason !== null && why) },
    processingDetails: { processingStatus: uploadStatus === 'uploaded' ? 'processing' : 'terminated' },
    statistics: { viewCount: String(video.looks), likeCount: '0', commentCount: '0' },
  }
}

function goOn({ received }: Session): FakeReply {
  return { status: 308, headers: received === 0 ? {} : { range: `bytes=0-${received - 1}` } }
}

function slowed(seconds: boolean | number): FakeReply {
  const reply = refusal(429, 'uploadRateLimitExceeded')
  return typeof seconds === 'number' ? { ...reply, headers: { 'retry-after': String(seconds) } } : reply
}

/** The reason for which YouTube refuses what was said of a film. */
function faultOf({ snippet = {}, status = {} }: Said): string | null {
  const { title, description = '', tags = [], categoryId } = snippet
  if (typeof title !== 'string' || title.trim() === '' || title.length > 100 || /[<>]/.test(title)) {
    return 'invalidTitle'
  }
  const isText = typeof description === 'string' && !/[<>]/.test(description)
  if (!isText || Buffer.byteLength(description) > 5_000) return 'invalidDescription'
  if (!Array.isArray(tags) || tags.join(',').length > 500) return 'invalidTags'
  if (!/^\d+$/.test(String(categoryId))) return 'invalidCategoryId'
  return typeof status.selfDeclaredMadeForKids === 'boolean' ? null : 'invalidVideoMetadata'
}
