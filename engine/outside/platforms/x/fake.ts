/** `makeFakeX`: posts, duplicates, limits and tokens as X has them, in memory; its clock is given. */
import { createHash } from 'node:crypto'
import type { FakeReply, FakeRequest, Network } from '../fake-server.ts'

export interface FakeX extends Network {
  /** Everything that is public, oldest first. */
  readonly posts: {
    readonly id: string
    readonly authorId: string
    readonly text: string
    readonly at: number
    readonly repliedTo: string | null
  }[]
  /** What was billed, thousandths of a US dollar. */
  readonly ledgerMils: () => number
  /** Lets somebody in: the access token is good for two hours. */
  grant(userId: string): { accessToken: string; refreshToken: string }
  /** What it does otherwise than usual, until it is set back. */
  readonly moods: {
    /** Posts that are left in the window. */
    remaining: number
    /** The plan of the application does not fit: no rate headers. */
    hidesRates: boolean
    /** Out of credits. */
    isCapped: boolean
    /** Replies are refused, but to oneself. */
    refusesReplies: boolean
  }
}

const TOKEN_MS = 2 * 60 * 60_000
const WINDOW_MS = 15 * 60_000
/** How long an equal text of the same author is a duplicate. */
const DUPLICATE_MS = 24 * 60 * 60_000
const URL_IN_TEXT = /https?:\/\/\S+/

export function makeFakeX(now: () => number): FakeX {
  const posts: FakeX['posts'] = []
  const tokens = new Map<string, { readonly userId: string; readonly until: number }>()
  const refreshTokens = new Map<string, string>()
  const moods: FakeX['moods'] = { remaining: 100, hidesRates: false, isCapped: false, refusesReplies: false }
  let made = 0
  let mils = 0

  const fresh = (what: string) =>
    createHash('sha256').update(`${what} ${++made}`).digest('base64url').slice(0, 32)

  function grant(userId: string) {
    const [accessToken, refreshToken] = [fresh('access'), fresh('refresh')]
    tokens.set(accessToken, { userId, until: now() + TOKEN_MS })
    refreshTokens.set(refreshToken, userId)
    return { accessToken, refreshToken }
  }

  function whoIs({ headers }: FakeRequest): string | null {
    const token = tokens.get(headers.authorization?.replace('Bearer ', '') ?? '')
    return token === undefined || token.until <= now() ? null : token.userId
  }

  function create(request: FakeRequest, userId: string): FakeReply {
    if (moods.isCapped) return problem(403, 'usage-capped', 'You have used up your credits.')
    if (moods.remaining <= 0) return problem(429, 'rate-limit-exceeded', 'Too Many Requests')
    const { text = '', reply } = JSON.parse(request.body.toString()) as {
      text?: string
      reply?: { in_reply_to_tweet_id: string }
    }
    if (text.trim() === '') return problem(400, 'invalid-request', 'A post needs text or media.')
    const isEqual = (post: FakeX['posts'][number]) =>
      post.authorId === userId && post.text === text && now() - post.at < DUPLICATE_MS
    if (posts.some(isEqual)) {
      return problem(403, '', 'You are not allowed to create a Tweet with duplicate content.')
    }
    const answered = posts.find(({ id }) => id === reply?.in_reply_to_tweet_id)
    if (reply && (answered === undefined || (moods.refusesReplies && answered.authorId !== userId))) {
      return problem(403, '', 'You are not permitted to perform this action.')
    }
    moods.remaining--
    mils += URL_IN_TEXT.test(text) ? 200 : 15
    const id = String(1_800_000_000_000_000_000n + BigInt(++made))
    posts.push({ id, authorId: userId, text, at: now(), repliedTo: answered?.id ?? null })
    return { status: 201, headers: rates(), body: { data: { id, text, edit_history_tweet_ids: [id] } } }
  }

  function list({ path, query }: FakeRequest): FakeReply {
    const authorId = decodeURIComponent(path.split('/')[3] ?? '')
    const since = Date.parse(query.get('start_time') ?? '1970-01-01T00:00:00Z')
    const found = posts.filter((post) => post.authorId === authorId && post.at >= since).reverse()
    const page = found.slice(0, Number(query.get('max_results') ?? 10))
    mils += page.length * 5
    const data = page.map(({ id, text, at, repliedTo }) => ({
      id,
      text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      created_at: new Date(at).toISOString(),
      ...(repliedTo && { referenced_tweets: [{ type: 'replied_to', id: repliedTo }] }),
    }))
    return { status: 200, headers: rates(), body: { data, meta: { result_count: data.length } } }
  }

  function refresh({ body }: FakeRequest): FakeReply {
    const token = new URLSearchParams(body.toString()).get('refresh_token') ?? ''
    const userId = refreshTokens.get(token)
    if (userId === undefined) {
      return {
        status: 400,
        body: { error: 'invalid_request', error_description: 'Value passed for the token was invalid.' },
      }
    }
    // single use
    refreshTokens.delete(token)
    const { accessToken, refreshToken } = grant(userId)
    const given = {
      token_type: 'bearer',
      expires_in: TOKEN_MS / 1_000,
      access_token: accessToken,
      refresh_token: refreshToken,
    }
    return { status: 200, body: given }
  }

  function rates(): Record<string, string> {
    if (moods.hidesRates) return {}
    return {
      'x-rate-limit-limit': '100',
      'x-rate-limit-remaining': String(moods.remaining),
      'x-rate-limit-reset': String(Math.ceil((now() + WINDOW_MS) / 1_000)),
    }
  }

  function problem(status: number, type: string, detail: string): FakeReply {
    const body = { type: type && `https://api.twitter.com/2/problems/${type}`, title: detail, detail, status }
    return { status, headers: rates(), body }
  }

  return {
    posts,
    moods,
    grant,
    ledgerMils: () => mils,
    isMutation: ({ method, path }) => method === 'POST' && path === '/2/tweets',
    answer(request) {
      const { method, path } = request
      if (method === 'POST' && path === '/2/oauth2/token') return refresh(request)
      const userId = whoIs(request)
      if (userId === null) return problem(401, '', 'Unauthorized')
      if (method === 'POST' && path === '/2/tweets') return create(request, userId)
      if (method === 'GET' && /^\/2\/users\/[^/]+\/tweets$/.test(path)) return list(request)
      return problem(404, 'resource-not-found', 'Not Found')
    },
  }
}
