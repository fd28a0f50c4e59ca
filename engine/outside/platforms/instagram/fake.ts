/** `makeFakeInstagram`: containers, media and comments as Instagram has them, in memory; its clock is given. */
import type { FakeReply, FakeRequest, Network } from '../fake-server.ts'
import {
  graphError,
  graphTime,
  notThere,
  pageOf,
  paramsOf,
  partsOf,
  usageHeaders,
} from '../meta/fake-graph.ts'
import { type FakeToken, isRefusal, makeFakeTokens } from '../meta/fake-tokens.ts'
import { type FakeContainer, makeFakeContainers } from './fake-containers.ts'

export interface FakeMedia {
  readonly id: string
  readonly ownerId: string
  readonly containerId: string
  /** IMAGE, CAROUSEL, REELS or STORIES. */
  readonly kind: string
  readonly caption: string
  readonly at: number
}

export interface FakeComment {
  readonly id: string
  readonly ownerId: string
  readonly mediaId: string
  readonly text: string
  readonly at: number
}

export interface FakeInstagram extends Network {
  /** Everything that is public, oldest first. */
  readonly media: FakeMedia[]
  readonly comments: FakeComment[]
  /** All that were ever made. */
  readonly containers: ReadonlyMap<string, FakeContainer>
  /** Lets somebody in: a token good for 60 days. */
  grant(ownerId: string): string
  expireTokens(): void
  revoke(): void
  /** Forgets what is public, and behaves. Tokens stay. */
  reset(): void
  readonly moods: Moods
}

/** What it does otherwise than usual, until it is set back. */
interface Moods {
  /** Who says yes on the page of consent. */
  consentsAs: string
  postsPerDay: number
  /** Hundredths of the limit of calls; from 100 on they are refused. */
  usagePercent: number
  /** How often a container is looked at before it is ready. */
  looksToFinish: number
  /** What a container says when it fails; null when none does. */
  failsWith: string | null
  /** So many calls to publish are told that there is no such container. */
  races: number
  /** So many calls to publish do it, and answer that something went wrong. */
  errorsAfter: number
  /** Takes a post for spam, says so, and publishes it. */
  takesForSpam: boolean
  /** Lists do not show what was published last. */
  listsLag: boolean
  /** Refuses insights, and with them the whole call. */
  hidesInsights: boolean
}

const USUAL: Moods = {
  consentsAs: '17841400000000001',
  postsPerDay: 100,
  usagePercent: 1,
  looksToFinish: 0,
  failsWith: null,
  races: 0,
  errorsAfter: 0,
  takesForSpam: false,
  listsLag: false,
  hidesInsights: false,
}

const DAY_MS = 24 * 60 * 60_000
const SHORT_MS = 60 * 60_000
const LONG_MS = 60 * DAY_MS
const PERMISSIONS = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_comments',
]

export function makeFakeInstagram(now: () => number): FakeInstagram {
  const tokens = makeFakeTokens(now)
  const moods: Moods = { ...USUAL }
  const media: FakeMedia[] = []
  const comments: FakeComment[] = []
  const containers = makeFakeContainers(now, moods)
  let made = 0
  const newId = () => String(17_900_000_000_000_000n + BigInt(++made))

  function publish(params: URLSearchParams, ownerId: string): FakeReply {
    const isRecent = (one: FakeMedia) => one.ownerId === ownerId && now() - one.at < DAY_MS
    if (media.filter(isRecent).length >= moods.postsPerDay) {
      return graphError(403, 9, 'Application request limit reached', { subcode: 2207042 })
    }
    if (moods.races > 0) {
      moods.races--
      return graphError(400, 24, 'The requested resource does not exist', { subcode: 2207006 })
    }
    const container = containers.all.get(params.get('creation_id') ?? '')
    if (container === undefined || container.ownerId !== ownerId || container.isPublished) {
      return graphError(400, 24, 'The requested resource does not exist', { subcode: 2207006 })
    }
    const state = containers.stateOf(container)
    if (state === 'EXPIRED') return graphError(400, -2, 'The media has expired', { subcode: 2207020 })
    if (state !== 'FINISHED') return graphError(400, 9007, 'Media ID is not available', { subcode: 2207027 })
    container.isPublished = true
    const { id: containerId, kind } = container
    // stories drop their captions
    const caption = kind === 'STORIES' ? '' : container.caption
    const id = newId()
    media.push({ id, ownerId, containerId, kind, caption, at: now() })
    if (moods.takesForSpam)
      return graphError(403, 4, 'Application request limit reached', { subcode: 2207051 })
    if (moods.errorsAfter > 0) {
      moods.errorsAfter--
      return graphError(500, 2, 'An unexpected error has occurred. Please retry your request later.')
    }
    return { status: 200, body: { id } }
  }

  function comment(mediaId: string, request: FakeRequest, ownerId: string): FakeReply {
    if (!media.some(({ id }) => id === mediaId)) return notThere(mediaId)
    const params = paramsOf(request)
    const text = params.get('message') ?? ''
    if (text === '') return graphError(400, 100, '(#100) The parameter message is required')
    const id = newId()
    comments.push({ id, ownerId, mediaId, text, at: now() })
    // it is there, and the answer says that it is not
    if (params.has('fields')) return graphError(400, 20, 'Comment error', { subcode: 1772107 })
    return { status: 200, body: { id } }
  }

  function list(items: readonly object[], request: FakeRequest, { token }: FakeToken): FakeReply {
    return { status: 200, body: pageOf(items, paramsOf(request), token) }
  }

  function mediaOf(ownerId: string, isStory: boolean): object[] {
    const shown = moods.listsLag ? media.slice(0, -1) : media
    return shown
      .filter((one) => one.ownerId === ownerId && (one.kind === 'STORIES') === isStory)
      .map(({ id, caption, at }) => ({
        id,
        ...(caption !== '' && { caption }),
        timestamp: graphTime(at),
        permalink: `https://www.instagram.com/p/${id}/`,
      }))
      .reverse()
  }

  function commentsOf(mediaId: string): object[] {
    return comments
      .filter((one) => one.mediaId === mediaId)
      .map(({ id, text, at, ownerId }) => ({ id, text, timestamp: graphTime(at), from: { id: ownerId } }))
  }

  function limit(ownerId: string): FakeReply {
    const used = media.filter((one) => one.ownerId === ownerId && now() - one.at < DAY_MS).length
    const config = { quota_total: moods.postsPerDay, quota_duration: DAY_MS / 1_000 }
    return { status: 200, body: { data: [{ quota_usage: used, config }] } }
  }

  function node(id: string, request: FakeRequest): FakeReply {
    const container = containers.all.get(id)
    if (container !== undefined) return containers.look(container)
    const one = media.find((each) => each.id === id)
    if (one === undefined) return notThere(id)
    const fields = request.query.get('fields') ?? ''
    if (fields.includes('insights') && moods.hidesInsights) {
      return graphError(403, 10, '(#10) Application does not have permission for this action')
    }
    const insights = { data: [{ name: 'views', values: [{ value: 7 }] }] }
    const permalink = `https://www.instagram.com/p/${id}/`
    const counts = { like_count: 3, comments_count: commentsOf(id).length }
    return {
      status: 200,
      body: { id, permalink, ...counts, ...(fields.includes('insights') && { insights }) },
    }
  }

  /** Codes and tokens: asked without a token in a header. */
  function tokenEndpoint(request: FakeRequest): FakeReply | null {
    const params = paramsOf(request)
    switch (`${request.method} ${request.path}`) {
      case 'GET /oauth/authorize':
        return tokens.authorize(request, moods.consentsAs, '#_')
      case 'POST /oauth/access_token': {
        const ownerId = tokens.spendCode(params.get('code') ?? '', params.get('redirect_uri') ?? '')
        if (ownerId === null) {
          const body = {
            error_type: 'OAuthException',
            code: 400,
            error_message: 'Invalid authorization code',
          }
          return { status: 400, body }
        }
        // the id is a number, which JSON cannot carry whole
        const token = JSON.stringify(tokens.grant(ownerId, SHORT_MS))
        const permissions = JSON.stringify(PERMISSIONS)
        const body = `{"access_token":${token},"user_id":${ownerId},"permissions":${permissions}}`
        return { status: 200, body }
      }
      case 'GET /access_token':
      case 'GET /refresh_access_token':
        return longToken(params)
      default:
        return null
    }
  }

  function longToken(params: URLSearchParams): FakeReply {
    const known = tokens.find(params.get('access_token') ?? '')
    if (isRefusal(known)) return known
    const isRefresh = params.get('grant_type') === 'ig_refresh_token'
    if (isRefresh && now() - known.issuedAt < DAY_MS)
      return graphError(400, 100, 'The access token is too young to be refreshed')
    const body = {
      access_token: tokens.grant(known.ownerId, LONG_MS),
      token_type: 'bearer',
      expires_in: LONG_MS / 1_000,
    }
    return { status: 200, body }
  }

  function route(request: FakeRequest, asker: FakeToken): FakeReply | Promise<FakeReply> {
    const [id = '', edge = ''] = partsOf(request.path)
    const { ownerId } = asker
    const isOwn = id === ownerId
    switch (`${request.method} ${edge}`) {
      case 'GET ':
        return id === 'me' ? me(ownerId) : node(id, request)
      case 'POST media':
        return isOwn ? containers.make(paramsOf(request), ownerId) : notThere(id)
      case 'POST media_publish':
        return isOwn ? publish(paramsOf(request), ownerId) : notThere(id)
      case 'GET media':
      case 'GET stories':
        return list(mediaOf(ownerId, edge === 'stories'), request, asker)
      case 'GET content_publishing_limit':
        return limit(ownerId)
      case 'POST comments':
        return comment(id, request, ownerId)
      case 'GET comments':
        return list(commentsOf(id), request, asker)
      default:
        return notThere(id)
    }
  }

  return {
    media,
    comments,
    containers: containers.all,
    moods,
    grant: (ownerId) => tokens.grant(ownerId, LONG_MS),
    expireTokens: () => tokens.expire(() => true),
    revoke: () => tokens.revoke(),
    reset() {
      media.length = 0
      comments.length = 0
      containers.all.clear()
      Object.assign(moods, USUAL)
    },
    isMutation: ({ method, path }) => method === 'POST' && /\/(media_publish|comments)$/.test(path),
    async answer(request) {
      const early = tokenEndpoint(request)
      if (early !== null) return early
      const asker = tokens.whoIs(request)
      if (isRefusal(asker)) return asker
      const { usagePercent } = moods
      const headers = usageHeaders(asker.ownerId, usagePercent, usagePercent >= 100 ? 5 : 0)
      if (usagePercent >= 100) {
        return graphError(400, 80002, '(#80002) There have been too many calls to this account.', { headers })
      }
      const reply = await route(request, asker)
      return { ...reply, headers: { ...headers, ...reply.headers } }
    },
  }
}

function me(ownerId: string): FakeReply {
  const username = `handle${ownerId.slice(-3)}`
  const body = { id: `app${ownerId}`, user_id: ownerId, username, name: `Name of ${username}` }
  return { status: 200, body }
}
