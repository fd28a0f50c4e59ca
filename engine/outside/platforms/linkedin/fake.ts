/** `makeFakeLinkedin`: people, organisations, posts and comments as LinkedIn has them, in memory; its clock is given. */
import { type FakeOauth, makeFakeOauth } from '../fake-oauth.ts'
import type { FakeReply, FakeRequest, Network } from '../fake-server.ts'
import { type FakeComments, makeFakeComments } from './fake-comments.ts'
import { shownOf } from './fake-little-text.ts'
import { refusal } from './fake-refusal.ts'
import { type FakeUploads, makeFakeUploads } from './fake-uploads.ts'

export interface FakeLinkedinPost {
  readonly urn: string
  readonly author: string
  /** As people see it. */
  readonly text: string
  /** As it was sent. */
  readonly commentary: string
  readonly content: unknown
  readonly mediaUrns: readonly string[]
  readonly at: number
}

export interface FakeLinkedin extends Network {
  /** Everything that is public, oldest first. */
  posts(): readonly FakeLinkedinPost[]
  readonly comments: FakeComments
  readonly oauth: FakeOauth
  readonly uploads: FakeUploads
  /** Who administers an organisation, by its number. */
  readonly administrators: Map<string, ReadonlySet<string>>
  /** What it does otherwise than usual, until it is set back. */
  readonly moods: {
    /** Posts and comments of a person in a day. */
    dailyPosts: number
    /** The application made all posts of its day. */
    isAppDone: boolean
    /** Earlier versions are gone. */
    oldestVersion: string
    /** How many posts are refused as one of two at the same time. */
    conflicts: number
    /** Deleting what is gone answers as deleting does. */
    deletesTwice: boolean
  }
  /** Forgets what is public and what was uploaded, and behaves. Tokens stay. */
  clear(): void
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const DUPLICATE_MS = 10 * MINUTE_MS
const WELL_BEHAVED = {
  dailyPosts: 150,
  isAppDone: false,
  oldestVersion: '202510',
  conflicts: 0,
  deletesTwice: false,
}
const POST = /^\/rest\/posts\/([^/]+)$/
const ORGANISATION = /^\/rest\/organizations\/(\d+)$/
const STATISTICS = '/rest/organizationalEntityShareStatistics'

export function makeFakeLinkedin(now: () => number, clientId = 'parley'): FakeLinkedin {
  const posts = new Map<string, FakeLinkedinPost>()
  const byAuthor = new Map<string, FakeLinkedinPost[]>()
  /** The post that said the same last. */
  const said = new Map<string, FakeLinkedinPost>()
  const days = new Map<string, { readonly day: number; posts: number }>()
  const administrators = new Map<string, ReadonlySet<string>>([['100', new Set(['ann'])]])
  const moods = { ...WELL_BEHAVED }
  let made = 0
  const uploads = makeFakeUploads()
  const comments = makeFakeComments(now)
  const oauth = makeFakeOauth({
    clientId,
    codeMs: 30 * MINUTE_MS,
    tokenMs: 60 * DAY_MS,
    isPkce: false,
    rotates: false,
    badGrant: 'invalid_grant',
    now,
  })

  function mayAct(member: string, urn: string): boolean {
    if (urn === `urn:li:person:${member}`) return true
    const [, number = ''] = /^urn:li:organization:(\d+)$/.exec(urn) ?? []
    return administrators.get(number)?.has(member) === true
  }

  function create(request: FakeRequest, member: string): FakeReply {
    const asked = JSON.parse(request.body.toString()) as {
      author?: string
      commentary?: string
      content?: { media?: { id: string }; multiImage?: { images: { id: string }[] } }
    }
    const { author = '', commentary = '', content = null } = asked
    if (!mayAct(member, author)) return refusal(403, 'ACCESS_DENIED', 'Not enough permissions for the author')
    if (commentary.trim() === '' && content === null) return refusal(400, 'INVALID_CONTENT', 'nothing to say')
    const mediaUrns = [content?.media, ...(content?.multiImage?.images ?? [])].flatMap((one) => one?.id ?? [])
    const unready = uploads.troubleOf(mediaUrns, author)
    if (unready !== null) return refusal(400, unready, unready)
    const key = `${author} ${commentary} ${JSON.stringify(content)}`
    const first = said.get(key)
    if (first !== undefined && posts.has(first.urn) && now() - first.at < DUPLICATE_MS)
      return refusal(422, 'DUPLICATE_POST', `Content is a duplicate of ${first.urn}`)
    const kind = mediaUrns.some((urn) => !urn.startsWith('urn:li:image:')) ? 'ugcPost' : 'share'
    const urn = `urn:li:${kind}:${7_000_000_000_000_000_000n + BigInt(++made)}`
    const post = { urn, author, text: shownOf(commentary), commentary, content, mediaUrns, at: now() }
    posts.set(urn, post)
    said.set(key, post)
    const theirs = byAuthor.get(author)
    if (theirs === undefined) byAuthor.set(author, [post])
    else theirs.push(post)
    return { status: 201, headers: { 'x-restli-id': urn } }
  }

  function list({ query }: FakeRequest, member: string): FakeReply {
    const author = query.get('author') ?? ''
    if (author.startsWith('urn:li:person:') || !mayAct(member, author))
      return refusal(403, 'ACCESS_DENIED', 'Not enough permissions to access: posts.FINDER-author')
    const theirs = (byAuthor.get(author) ?? []).filter(({ urn }) => posts.has(urn)).reverse()
    const from = Number(query.get('start') ?? 0)
    const elements = theirs.slice(from, from + Number(query.get('count') ?? 10)).map((post) => ({
      id: post.urn,
      author,
      commentary: post.commentary,
      publishedAt: post.at,
      lastModifiedAt: post.at,
      ...(post.content !== null && { content: post.content }),
      lifecycleState: 'PUBLISHED',
    }))
    return { status: 200, body: { elements, paging: { start: from, count: elements.length } } }
  }

  function remove(urn: string, member: string): FakeReply {
    const post = posts.get(urn)
    if (post === undefined)
      return moods.deletesTwice ? { status: 204 } : refusal(404, 'NOT_FOUND', 'no such post')
    if (!mayAct(member, post.author)) return refusal(403, 'ACCESS_DENIED', 'Not enough permissions')
    posts.delete(urn)
    return { status: 204 }
  }

  /** What is missing of the permission to make one more public today; null when nothing is. */
  function limited(member: string): FakeReply | null {
    const day = Math.floor(now() / DAY_MS)
    const today = days.get(member)
    const used = today?.day === day ? today.posts : 0
    if (moods.isAppDone)
      return refusal(429, 'TOO_MANY_REQUESTS', 'Application level throttle limit is reached')
    if (used >= moods.dailyPosts)
      return refusal(
        429,
        'TOO_MANY_REQUESTS',
        'Resource level throttle limit for calls to this resource is reached',
      )
    days.set(member, { day, posts: used + 1 })
    if (moods.conflicts <= 0) return null
    moods.conflicts--
    return refusal(409, 'CONFLICT', 'Write conflict')
  }

  function roles(member: string): FakeReply {
    const ours = [...administrators].filter(([, members]) => members.has(member))
    const elements = ours.map(([number]) => ({
      organization: `urn:li:organization:${number}`,
      role: 'ADMINISTRATOR',
      roleAssignee: `urn:li:person:${member}`,
      state: 'APPROVED',
    }))
    return { status: 200, body: { elements } }
  }

  function statistics({ query }: FakeRequest, member: string): FakeReply {
    const owner = query.get('organizationalEntity') ?? ''
    if (!mayAct(member, owner)) return refusal(403, 'ACCESS_DENIED', 'Not enough permissions')
    const totalShareStatistics = { impressionCount: 100, likeCount: 7, commentCount: 3, shareCount: 2 }
    const elements = (['shares', 'ugcPosts'] as const).flatMap((asked) => {
      const urns = (query.get(asked) ?? '').replace(/^List\(|\)$/g, '').split(',')
      const ours = urns.filter((urn) => posts.get(urn)?.author === owner)
      return ours.map((urn) => ({
        [asked.slice(0, -1)]: urn,
        organizationalEntity: owner,
        totalShareStatistics,
      }))
    })
    return { status: 200, body: { elements } }
  }

  function versioned(request: FakeRequest, member: string): FakeReply {
    const { method, path, headers } = request
    const version = String(headers['linkedin-version'] ?? '')
    if (version === '') return refusal(400, 'VERSION_MISSING', 'A version must be present.')
    if (version < moods.oldestVersion)
      return refusal(426, 'NONEXISTENT_VERSION', `Requested version ${version} is not active`)
    if (isMutation(request)) {
      const limit = limited(member)
      if (limit !== null) return limit
      return path === '/rest/posts' ? create(request, member) : commented(request, member)
    }
    if (method === 'GET' && path === '/rest/posts') return list(request, member)
    const [, urn] = POST.exec(path) ?? []
    if (method === 'DELETE' && urn) return remove(decodeURIComponent(urn), member)
    if (path === '/rest/organizationAcls') return roles(member)
    const [, number] = ORGANISATION.exec(path) ?? []
    if (number)
      return { status: 200, body: { localizedName: `Organisation of ${number}`, vanityName: `o${number}` } }
    if (path === STATISTICS) return statistics(request, member)
    const uploaded = uploads.answer(request, (owner) => mayAct(member, owner))
    return uploaded ?? commented(request, member)
  }

  function commented(request: FakeRequest, member: string): FakeReply {
    const answer = comments.answer(
      request,
      (actor) => mayAct(member, actor),
      (urn) => posts.get(urn)?.author ?? null,
    )
    return answer ?? refusal(404, 'RESOURCE_NOT_FOUND', 'No such resource')
  }

  function isMutation({ method, path }: FakeRequest): boolean {
    return (
      method === 'POST' && (path === '/rest/posts' || /^\/rest\/socialActions\/[^/]+\/comments$/.test(path))
    )
  }

  return {
    posts: () => [...posts.values()],
    comments,
    oauth,
    uploads,
    administrators,
    moods,
    isMutation,
    answer(request) {
      const { method, path } = request
      if (method === 'GET' && path === '/oauth/v2/authorization') return oauth.authorize(request)
      if (method === 'POST' && path === '/oauth/v2/accessToken') return oauth.token(request)
      const member = oauth.whoIs(request)
      const received = uploads.receive(request, member !== null)
      if (received !== null) return received
      if (member === null)
        return refusal(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired')
      if (path === '/v2/userinfo')
        return { status: 200, body: { sub: member, name: `${member} of LinkedIn` } }
      return versioned(request, member)
    },
    clear() {
      for (const memory of [posts, byAuthor, said, days, uploads, comments]) memory.clear()
      Object.assign(moods, WELL_BEHAVED)
    },
  }
}
