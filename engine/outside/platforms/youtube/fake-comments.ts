/** `makeFakeComments`: threads under films, one level deep, newest first. */
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { type FakeComment, type FakeWorld, refusal } from './fake-shapes.ts'

const CHARS_MAX = 10_000

export function makeFakeComments(world: FakeWorld) {
  const { now, moods, videos, comments, fresh } = world

  function find(id: string): FakeComment | undefined {
    for (const listed of comments.values()) {
      const found = listed.find((comment) => comment.id === id)
      if (found !== undefined) return found
    }
    return undefined
  }

  function add(comment: Omit<FakeComment, 'at'>): FakeReply {
    const text = comment.text.trim()
    if (text === '') return refusal(400, 'commentTextRequired')
    if (text.length > CHARS_MAX) return refusal(400, 'commentTextTooLong')
    const refused = world.spend(50)
    if (refused !== null) return refused
    const added = { ...comment, text, at: now() }
    comments.set(comment.videoId, [...(comments.get(comment.videoId) ?? []), added])
    return { status: 200, body: added.parentId === null ? threadOf(added) : commentOf(added) }
  }

  function openThread({ body }: FakeRequest, channelId: string): FakeReply {
    const { snippet } = JSON.parse(body.toString())
    const video = videos.get(snippet.videoId)
    if (video === undefined || video.status.privacyStatus === 'private') return refusal(404, 'videoNotFound')
    if (moods.hasCommentsOff || video.status.selfDeclaredMadeForKids === true) {
      return refusal(403, 'commentsDisabled', 'The video has disabled comments.')
    }
    const text = String(snippet.topLevelComment?.snippet?.textOriginal ?? '')
    return add({ id: `Ug${fresh(24)}`, videoId: video.id, parentId: null, channelId, text })
  }

  function reply({ body }: FakeRequest, channelId: string): FakeReply {
    const { snippet } = JSON.parse(body.toString())
    const parent = find(String(snippet.parentId))
    if (parent === undefined || parent.parentId !== null) return refusal(404, 'parentCommentNotFound')
    const id = `${parent.id}.${fresh(22)}`
    const text = String(snippet.textOriginal ?? '')
    return add({ id, videoId: parent.videoId, parentId: parent.id, channelId, text })
  }

  function threads({ query }: FakeRequest): FakeReply {
    const videoId = query.get('videoId') ?? ''
    if (!videos.has(videoId)) return refusal(404, 'videoNotFound')
    const found = (comments.get(videoId) ?? []).filter(({ parentId }) => parentId === null)
    return page(query, found.reverse().map(threadOf))
  }

  /** Of one thread, or some by their ids. */
  function list({ query }: FakeRequest): FakeReply {
    const ids = query.get('id')?.split(',')
    const parentId = query.get('parentId')
    const all = [...comments.values()].flat()
    const found = ids
      ? all.filter(({ id }) => ids.includes(id))
      : all.filter((one) => one.parentId === parentId)
    return page(query, found.map(commentOf))
  }

  function page(query: URLSearchParams, items: readonly unknown[]): FakeReply {
    const refused = world.spend(1)
    if (refused !== null) return refused
    const from = Number(query.get('pageToken') ?? 0)
    const to = from + Number(query.get('maxResults') ?? 20)
    const nextPageToken = to < items.length ? String(to) : undefined
    return { status: 200, body: { items: items.slice(from, to), nextPageToken } }
  }

  function remove({ query }: FakeRequest, channelId: string): FakeReply {
    const comment = find(query.get('id') ?? '')
    if (comment === undefined) return refusal(404, 'commentNotFound')
    if (comment.channelId !== channelId) return refusal(403, 'forbidden')
    const refused = world.spend(50)
    if (refused !== null) return refused
    const kept = comments.get(comment.videoId)?.filter(({ id }) => id !== comment.id) ?? []
    comments.set(comment.videoId, kept)
    return { status: 204 }
  }

  return { openThread, reply, threads, list, remove }
}

function commentOf({ id, text, channelId, at, parentId }: FakeComment): Record<string, unknown> {
  const snippet = {
    textOriginal: text,
    textDisplay: text,
    authorChannelId: { value: channelId },
    publishedAt: new Date(at).toISOString(),
    likeCount: 0,
    ...(parentId !== null && { parentId }),
  }
  return { kind: 'youtube#comment', id, snippet }
}

/** A thread has the id of its first comment. */
function threadOf(comment: FakeComment): Record<string, unknown> {
  const snippet = { videoId: comment.videoId, topLevelComment: commentOf(comment), totalReplyCount: 0 }
  return { kind: 'youtube#commentThread', id: comment.id, snippet }
}
