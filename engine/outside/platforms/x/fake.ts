/** `makeFakeX`: posts, duplicates, limits, uploads and tokens as X has them, in memory; its clock is given. */
import { type FakeOauth, makeFakeOauth } from '../fake-oauth.ts'
import type { FakeReply, FakeRequest, Network } from '../fake-server.ts'
import { type FakeUploads, makeFakeUploads } from './fake-uploads.ts'

export interface FakeXPost {
  readonly id: string
  readonly authorId: string
  /** As the author wrote it. */
  readonly text: string
  readonly at: number
  readonly repliedTo: string | null
  readonly mediaIds: readonly string[]
}

export interface FakeX extends Network {
  /** Everything that is public, oldest first. */
  posts(): readonly FakeXPost[]
  readonly oauth: FakeOauth
  readonly uploads: FakeUploads
  /** What was billed, thousandths of a US dollar. */
  ledgerMils(): number
  /** What it does otherwise than usual, until it is set back. */
  readonly moods: {
    /** Posts of an account in 15 minutes. */
    windowPosts: number
    /** The plan of the application does not fit: no rate headers. */
    hidesRates: boolean
    /** Out of credits. */
    isCapped: boolean
    /** The application made all posts of its day: refused, though the account has some left. */
    isAppDone: boolean
    /** Replies are refused, but to oneself. */
    refusesReplies: boolean
    /** Also to oneself. */
    refusesOwnReplies: boolean
  }
  /** Forgets what is public and what was uploaded, and behaves. Tokens stay. */
  clear(): void
}

const CODE_MS = 30_000
const TOKEN_MS = 2 * 60 * 60_000
const WINDOW_MS = 15 * 60_000
/** How long an equal text of the same author is a duplicate. */
const DUPLICATE_MS = 24 * 60 * 60_000
const SHOWN_CHARS = 280
const URL_IN_TEXT = /https?:\/\/\S*[\w/]|\b[a-z0-9-]+\.com\b/gi
const WELL_BEHAVED = {
  windowPosts: 100,
  hidesRates: false,
  isCapped: false,
  isAppDone: false,
  refusesReplies: false,
  refusesOwnReplies: false,
}

export function makeFakeX(now: () => number, clientId = 'parley'): FakeX {
  const posts = new Map<string, FakeXPost>()
  const byAuthor = new Map<string, FakeXPost[]>()
  /** When an author said a text last. */
  const said = new Map<string, number>()
  const windows = new Map<string, { since: number; posts: number }>()
  const moods = { ...WELL_BEHAVED }
  const uploads = makeFakeUploads(now)
  const oauth = makeFakeOauth({
    clientId,
    codeMs: CODE_MS,
    tokenMs: TOKEN_MS,
    isPkce: true,
    rotates: true,
    badGrant: 'invalid_request',
    now,
  })
  let made = 0
  let mils = 0

  function create({ body }: FakeRequest, userId: string): FakeReply {
    const window = windowOf(userId)
    const refuse = (status: number, type: string, detail: string) => problem(status, type, detail, userId)
    if (moods.isCapped) return refuse(403, 'usage-capped', 'You have used up your credits.')
    if (moods.isAppDone || window.posts >= moods.windowPosts)
      return refuse(429, 'rate-limit-exceeded', 'Too Many Requests')
    const asked = JSON.parse(body.toString()) as {
      text?: string
      media?: { media_ids: string[] }
      reply?: { in_reply_to_tweet_id: string }
    }
    const { text = '', media: { media_ids: mediaIds = [] } = {} } = asked
    if (text.trim() === '' && mediaIds.length === 0)
      return refuse(400, 'invalid-request', 'A post needs text or media.')
    if (uploads.shown(mediaIds, userId) === null)
      return refuse(400, 'invalid-request', 'Your media IDs are invalid.')
    const key = `${userId} ${asked.reply?.in_reply_to_tweet_id ?? ''} ${mediaIds} ${text}`
    if (now() - (said.get(key) ?? -Infinity) < DUPLICATE_MS)
      return refuse(403, '', 'You are not allowed to create a Tweet with duplicate content.')
    const answered = posts.get(asked.reply?.in_reply_to_tweet_id ?? '')
    if (asked.reply && !mayAnswer(answered, userId))
      return refuse(403, '', 'You are not permitted to perform this action.')
    window.posts++
    said.set(key, now())
    mils += text.match(URL_IN_TEXT) ? 200 : 15
    const id = String(1_800_000_000_000_000_000n + BigInt(++made))
    const post = { id, authorId: userId, text, at: now(), repliedTo: answered?.id ?? null, mediaIds }
    posts.set(id, post)
    const theirs = byAuthor.get(userId)
    if (theirs === undefined) byAuthor.set(userId, [post])
    else theirs.push(post)
    const data = { id, text: shown(post).text, edit_history_tweet_ids: [id] }
    return { status: 201, headers: rates(userId), body: { data } }
  }

  function mayAnswer(answered: FakeXPost | undefined, userId: string): boolean {
    if (answered === undefined) return false
    return answered.authorId === userId ? !moods.refusesOwnReplies : !moods.refusesReplies
  }

  function list({ path, query }: FakeRequest, userId: string): FakeReply {
    const authorId = decodeURIComponent(path.split('/')[3] ?? '')
    const since = Date.parse(query.get('start_time') ?? '1970-01-01T00:00:00Z')
    const found = (byAuthor.get(authorId) ?? []).filter(({ id, at }) => posts.has(id) && at >= since)
    const from = Number(query.get('pagination_token') ?? 0)
    const to = from + Number(query.get('max_results') ?? 10)
    const page = found.reverse().slice(from, to)
    mils += page.length * 5
    const data = page.map(shown)
    const meta = { result_count: data.length, ...(to < found.length && { next_token: String(to) }) }
    return { status: 200, headers: rates(userId), body: { data, meta } }
  }

  /** As X tells it: addresses shortened, one more for media, three characters escaped. */
  function shown({ id, text, at, repliedTo, mediaIds }: FakeXPost) {
    const urls: unknown[] = []
    let shortened = text.normalize('NFC').replace(URL_IN_TEXT, (long) => {
      const url = `https://t.co/${id.slice(-6)}${urls.length}`
      urls.push({ url, expanded_url: long.startsWith('http') ? long : `http://${long}` })
      return url
    })
    const keys = mediaIds.flatMap((mediaId) => uploads.all.get(mediaId)?.key ?? [])
    if (keys.length > 0) {
      const url = `https://t.co/m${id.slice(-6)}`
      shortened = `${shortened} ${url}`
      const expanded = `https://x.com/a/status/${id}/photo/1`
      for (const key of keys) urls.push({ url, expanded_url: expanded, media_key: key })
    }
    const escaped = shortened.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    const entities = urls.length > 0 ? { entities: { urls } } : {}
    const isLong = text.length > SHOWN_CHARS
    return {
      id,
      // of a long post everybody sees the beginning first
      ...(isLong
        ? { text: `${escaped.slice(0, SHOWN_CHARS)}…`, note_tweet: { text: escaped, ...entities } }
        : { text: escaped, ...entities }),
      created_at: new Date(at).toISOString(),
      ...(keys.length > 0 && { attachments: { media_keys: keys } }),
      ...(repliedTo && { referenced_tweets: [{ type: 'replied_to', id: repliedTo }] }),
    }
  }

  function count({ query }: FakeRequest, userId: string): FakeReply {
    const found = (query.get('ids') ?? '').split(',').filter((id) => posts.has(id))
    mils += found.length * 5
    const public_metrics = {
      impression_count: 100,
      like_count: 7,
      reply_count: 3,
      retweet_count: 2,
      quote_count: 1,
    }
    return {
      status: 200,
      headers: rates(userId),
      body: { data: found.map((id) => ({ id, public_metrics })) },
    }
  }

  function remove({ path }: FakeRequest, userId: string): FakeReply {
    const post = posts.get(decodeURIComponent(path.split('/')[3] ?? ''))
    if (post?.authorId !== userId) return problem(404, 'resource-not-found', 'Not Found', userId)
    posts.delete(post.id)
    mils += 10
    return { status: 200, headers: rates(userId), body: { data: { deleted: true } } }
  }

  function windowOf(userId: string): { since: number; posts: number } {
    const window = windows.get(userId)
    if (window !== undefined && now() < window.since + WINDOW_MS) return window
    const fresh = { since: now(), posts: 0 }
    windows.set(userId, fresh)
    return fresh
  }

  function rates(userId: string): Record<string, string> {
    if (moods.hidesRates) return {}
    const { since, posts: used } = windowOf(userId)
    return {
      'x-rate-limit-limit': String(moods.windowPosts),
      'x-rate-limit-remaining': String(Math.max(0, moods.windowPosts - used)),
      'x-rate-limit-reset': String(Math.ceil((since + WINDOW_MS) / 1_000)),
    }
  }

  function problem(status: number, type: string, detail: string, userId: string): FakeReply {
    const body = { type: type && `https://api.twitter.com/2/problems/${type}`, title: detail, detail, status }
    return { status, headers: rates(userId), body }
  }

  return {
    posts: () => [...posts.values()],
    oauth,
    uploads,
    moods,
    ledgerMils: () => mils,
    isMutation: ({ method, path }) => method === 'POST' && path === '/2/tweets',
    async answer(request) {
      const { method, path } = request
      if (method === 'GET' && path === '/i/oauth2/authorize') return oauth.authorize(request)
      if (method === 'POST' && path === '/2/oauth2/token') return oauth.token(request)
      const userId = oauth.whoIs(request)
      if (userId === null) return { status: 401, body: { title: 'Unauthorized', status: 401 } }
      if (method === 'GET' && path === '/2/users/me') {
        mils += 10
        const data = { id: userId, name: `${userId} of X`, username: userId }
        return { status: 200, body: { data } }
      }
      if (method === 'POST' && path === '/2/tweets') return create(request, userId)
      if (method === 'GET' && path === '/2/tweets') return count(request, userId)
      if (method === 'DELETE' && path.startsWith('/2/tweets/')) return remove(request, userId)
      if (method === 'GET' && /^\/2\/users\/[^/]+\/tweets$/.test(path)) return list(request, userId)
      const uploaded = await uploads.answer(request, userId)
      if (path === '/2/media/metadata' && uploaded?.status === 200) mils += 5
      return uploaded ?? problem(404, 'resource-not-found', 'Not Found', userId)
    },
    clear() {
      for (const memory of [posts, byAuthor, said, windows, uploads]) memory.clear()
      Object.assign(moods, WELL_BEHAVED)
    },
  }
}
