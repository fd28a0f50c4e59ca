/** `makeFakeYouTube`: channels, uploads, quotas and comments as YouTube has them, in memory; its clock is given. */
import type { FakeGrant } from '../fake-oauth.ts'
import type { FakeReply, FakeRequest, Network } from '../fake-server.ts'
import { FAKE_CLIENT, makeFakeAccounts, SIGNED_OUT } from './fake-accounts.ts'
import { makeFakeComments } from './fake-comments.ts'
import {
  type FakeComment,
  type FakeVideo,
  GOOD_MOODS,
  makeFakeWorld,
  refusal,
  type YouTubeMoods,
} from './fake-shapes.ts'
import { makeFakeUploads, resourceOf } from './fake-uploads.ts'
import { YOUTUBE_SETTINGS, type YouTubeSettings } from './settings.ts'

export interface FakeYouTube extends Network {
  readonly moods: YouTubeMoods
  /** All films, private ones too, oldest first. */
  readonly videos: ReadonlyMap<string, FakeVideo>
  /** Films that others may see, oldest first. */
  publicVideos(): FakeVideo[]
  /** All comments and replies under all films. */
  publicComments(): FakeComment[]
  /** Lets a channel in: the access token is good for an hour. */
  grant(channelId: string): FakeGrant
  revoke(channelId: string): void
  /** No session of an upload is known any more. */
  endSessions(): void
  /** Forgets films, comments and sessions, and is in a good mood. */
  reset(): void
}

/** For an adapter that is to speak with it. */
export function settingsOfFake(url: string): YouTubeSettings {
  return {
    ...YOUTUBE_SETTINGS,
    ...FAKE_CLIENT,
    apiUrl: `${url}/youtube/v3`,
    uploadUrl: `${url}/upload/youtube/v3`,
    authorizeUrl: `${url}/o/oauth2/v2/auth`,
    tokenUrl: `${url}/token`,
  }
}

export function makeFakeYouTube(now: () => number): FakeYouTube {
  const moods = { ...GOOD_MOODS }
  const world = makeFakeWorld(now, moods)
  const { videos, comments } = world
  const accounts = makeFakeAccounts(world)
  const uploads = makeFakeUploads(world)
  const threads = makeFakeComments(world)

  function list({ query }: FakeRequest, channelId: string): FakeReply {
    const refused = world.spend(1)
    if (refused !== null) return refused
    const asked = (query.get('id') ?? '').split(',').flatMap((id) => videos.get(id) ?? [])
    const seen = asked.filter((video) => isPublic(video) || video.channelId === channelId)
    if (query.get('part')?.includes('processingDetails')) seen.forEach(uploads.process)
    return { status: 200, body: { items: moods.listsNothing ? [] : seen.map(resourceOf) } }
  }

  function update({ body }: FakeRequest, channelId: string): FakeReply {
    const { id, status = {} } = JSON.parse(body.toString())
    const video = videos.get(id)
    if (video === undefined) return refusal(404, 'videoNotFound')
    if (video.channelId !== channelId) return refusal(403, 'forbidden')
    if (moods.locksPrivate === 'andForbids') return refusal(403, 'forbiddenPrivacySetting')
    const refused = world.spend(50)
    if (refused !== null) return refused
    video.status = moods.locksPrivate === 'no' ? status : { ...status, privacyStatus: 'private' }
    return { status: 200, body: resourceOf(video) }
  }

  function remove({ query }: FakeRequest, channelId: string): FakeReply {
    const video = videos.get(query.get('id') ?? '')
    if (video === undefined) return refusal(404, 'videoNotFound')
    if (video.channelId !== channelId) return refusal(403, 'forbidden')
    const refused = world.spend(50)
    if (refused !== null) return refused
    videos.delete(video.id)
    comments.delete(video.id)
    return { status: 204 }
  }

  function setThumbnail({ query, body, headers }: FakeRequest, channelId: string): FakeReply {
    const video = videos.get(query.get('videoId') ?? '')
    if (video?.channelId !== channelId) return refusal(404, 'videoNotFound')
    const isImage = /^image\/(jpeg|png)$/.test(headers['content-type'] ?? '')
    if (!isImage || body.length === 0) return refusal(400, 'invalidImage')
    const refused = world.spend(50)
    if (refused !== null) return refused
    video.thumbnailBytes = body.length
    return { status: 200, body: { items: [{}] } }
  }

  const routes: Readonly<Record<string, (request: FakeRequest, channelId: string) => FakeReply>> = {
    'GET /youtube/v3/channels': (_, channelId) => accounts.channels(channelId),
    'GET /youtube/v3/videos': list,
    'PUT /youtube/v3/videos': update,
    'DELETE /youtube/v3/videos': remove,
    'POST /upload/youtube/v3/videos': uploads.begin,
    'PUT /upload/youtube/v3/videos': uploads.put,
    'POST /upload/youtube/v3/thumbnails/set': setThumbnail,
    'POST /youtube/v3/commentThreads': threads.openThread,
    'GET /youtube/v3/commentThreads': threads.threads,
    'POST /youtube/v3/comments': threads.reply,
    'GET /youtube/v3/comments': threads.list,
    'DELETE /youtube/v3/comments': threads.remove,
  }

  return {
    moods,
    videos,
    publicVideos: () => [...videos.values()].filter(isPublic),
    publicComments: () => [...comments.values()].flat(),
    grant: accounts.grant,
    revoke: accounts.revoke,
    endSessions: uploads.endSessions,
    reset() {
      videos.clear()
      comments.clear()
      uploads.endSessions()
      Object.assign(moods, GOOD_MOODS)
    },
    isMutation: ({ method, path }) => MUTATIONS.has(`${method} ${path}`),
    answer(request) {
      const wish = `${request.method} ${request.path}`
      if (wish === 'GET /o/oauth2/v2/auth') return accounts.authorize(request)
      if (wish === 'POST /token') return accounts.token(request)
      const channelId = accounts.whoIs(request)
      if (channelId === null) return SIGNED_OUT
      return routes[wish]?.(request, channelId) ?? refusal(404, 'notFound')
    },
  }
}

const MUTATIONS: ReadonlySet<string> = new Set([
  'PUT /youtube/v3/videos',
  'POST /youtube/v3/commentThreads',
  'POST /youtube/v3/comments',
])

function isPublic({ status }: FakeVideo): boolean {
  return status.privacyStatus === 'public' || status.privacyStatus === 'unlisted'
}
