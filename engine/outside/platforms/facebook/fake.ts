/** `makeFakeFacebook`: pages, posts, photos, films and comments as Facebook has them, in memory; its clock is given. */
import type { FakeReply, FakeRequest, Network } from '../fake-server.ts'
import { formOf, graphError, notThere, pageOf, paramsOf, partsOf, usageHeaders } from '../meta/fake-graph.ts'
import { type FakeToken, isRefusal, makeFakeTokens } from '../meta/fake-tokens.ts'
import { proofOf } from '../meta/graph.ts'
import { type FakeComment, type FakePhoto, type FakePost, makeFakeFeed } from './fake-feed.ts'
import { type FakeFilm, makeFakeFilms } from './fake-films.ts'

/** A page that a person may see. */
export interface FakePage {
  readonly id: string
  readonly name: string
  /** Not for one that a business portfolio holds. */
  readonly givesToken: boolean
  readonly tasks: readonly string[]
}

export interface FakeFacebook extends Network {
  /** Everything that is public, oldest first; films by now turned are among them. */
  posts(): readonly FakePost[]
  readonly comments: FakeComment[]
  readonly photos: ReadonlyMap<string, FakePhoto>
  readonly films: ReadonlyMap<string, FakeFilm>
  /** Those of the person who says yes. */
  readonly pages: FakePage[]
  /** A token of a page, which does not end. */
  grant(pageId: string): string
  /** A token of the person, good for 60 days. */
  grantPerson(): string
  /** Tokens of pages are not taken any more; the person's are. */
  expireTokens(): void
  revoke(): void
  /** Forgets what is public, and behaves. Tokens stay. */
  reset(): void
  readonly moods: Moods
}

/** What it does otherwise than usual, until it is set back. */
interface Moods {
  /** When it is told, every call must prove that it comes from the application. */
  appSecret: string | null
  /** Hundredths of the limit of calls; from 100 on they are refused. */
  usagePercent: number
  /** So many calls to publish do it, and answer that something went wrong. */
  errorsAfter: number
  /** Refuses a text that the page has posted within a day. */
  refusesDuplicates: boolean
  /** Refuses to tell what a post shows, and with it the whole call. */
  hidesAttachments: boolean
  /** How often a film is looked at before it is public. */
  looksToProcess: number
  filmsFail: boolean
  /** Does not tell how much of a film it has. */
  forgetsBytes: boolean
  /** So many uploads of reels end half-way. */
  breaks: number
}

const USUAL: Moods = {
  appSecret: null,
  usagePercent: 1,
  errorsAfter: 0,
  refusesDuplicates: false,
  hidesAttachments: false,
  looksToProcess: 1,
  filmsFail: false,
  forgetsBytes: false,
  breaks: 0,
}

const DAY_MS = 24 * 60 * 60_000
const PERSON = 'person1'
const PERSON_MS = 60 * DAY_MS
const SCOPES = ['pages_show_list', 'pages_manage_posts', 'pages_read_engagement', 'pages_manage_engagement']
const NOT_AS_PAGE = '(#200) Unpublished posts must be posted to a page as the page itself.'

export function makeFakeFacebook(now: () => number): FakeFacebook {
  const tokens = makeFakeTokens(now)
  const moods: Moods = { ...USUAL }
  const films = makeFakeFilms(now, moods)
  const feed = makeFakeFeed(now, moods, films)
  const pages: FakePage[] = [{ id: '1001', name: 'A page', givesToken: true, tasks: ['CREATE_CONTENT'] }]

  async function film(form: FakeFilm['form'], request: FakeRequest, pageId: string): Promise<FakeReply> {
    if (request.headers['content-type']?.startsWith('multipart/'))
      return films.transfer(await formOf(request))
    const params = paramsOf(request)
    if (params.get('upload_phase') === 'start')
      return films.start(form, pageId, params, request.headers.host ?? '')
    const id = params.get('video_id') ?? params.get('upload_session_id')?.slice(1) ?? ''
    const finished = films.finish(films.all.get(id), params)
    return finished.status === 200 ? feed.done({ success: true }) : finished
  }

  function listPages(request: FakeRequest, { token }: FakeToken): FakeReply {
    const found = pages.map(({ id, name, tasks, givesToken }) => ({
      id,
      name,
      tasks,
      ...(givesToken && { access_token: tokens.grant(id, Infinity) }),
    }))
    return { status: 200, body: pageOf(found, paramsOf(request), token) }
  }

  function node(id: string, request: FakeRequest, { ownerId }: FakeToken): FakeReply {
    const one = films.all.get(id)
    if (one !== undefined && request.query.get('fields')?.includes('status')) return films.look(one)
    const page = pages.find((each) => each.id === id)
    if (page !== undefined) {
      const isGiven = page.givesToken && ownerId === PERSON
      return { status: 200, body: { id, ...(isGiven && { access_token: tokens.grant(id, Infinity) }) } }
    }
    const body = feed.numbersOf(id)
    return body === null ? notThere(id) : { status: 200, body }
  }

  function tokenEndpoint(params: URLSearchParams): FakeReply {
    const code = params.get('code')
    if (code === null) {
      const known = tokens.find(params.get('fb_exchange_token') ?? '')
      return isRefusal(known) ? known : personToken(known.ownerId)
    }
    const ownerId = tokens.spendCode(code, params.get('redirect_uri') ?? '')
    if (ownerId !== null) return personToken(ownerId)
    return graphError(400, 100, 'This authorization code has been used.', { subcode: 36009 })
  }

  function personToken(ownerId: string): FakeReply {
    const access_token = tokens.grant(ownerId, PERSON_MS)
    return { status: 200, body: { access_token, token_type: 'bearer', expires_in: PERSON_MS / 1_000 } }
  }

  function route(request: FakeRequest, asker: FakeToken): FakeReply | Promise<FakeReply> {
    const [id = '', edge = ''] = partsOf(request.path)
    const { ownerId } = asker
    // a person may read a page, and publishes nothing on it
    if (request.method === 'POST' && ownerId === PERSON) return graphError(403, 200, NOT_AS_PAGE)
    if (OWN_EDGES.has(edge) && id !== ownerId) return notThere(id)
    switch (`${request.method} ${edge}`) {
      case 'GET ':
        return id === 'me' ? me(ownerId) : node(id, request, asker)
      case 'DELETE ':
        return feed.takeBack(id)
      case 'GET accounts':
        return listPages(request, asker)
      case 'GET permissions':
        return {
          status: 200,
          body: { data: SCOPES.map((permission) => ({ permission, status: 'granted' })) },
        }
      case 'POST feed':
        return feed.publish(paramsOf(request), ownerId)
      case 'POST photos':
        return feed.storePhoto(request, ownerId)
      case 'POST videos':
        return film('video', request, ownerId)
      case 'POST video_reels':
        return film('reel', request, ownerId)
      case 'GET published_posts':
        return feed.listPosts(id, request, asker.token)
      case 'POST comments':
        return feed.comment(id, paramsOf(request), ownerId)
      case 'GET comments':
        return feed.listComments(id, request, asker.token)
      default:
        return notThere(id)
    }
  }

  return {
    posts: () => feed.posts(),
    comments: feed.comments,
    photos: feed.photos,
    films: films.all,
    pages,
    moods,
    grant: (pageId) => tokens.grant(pageId, Infinity),
    grantPerson: () => tokens.grant(PERSON, PERSON_MS),
    expireTokens: () => tokens.expire((ownerId) => ownerId !== PERSON),
    revoke: () => tokens.revoke(),
    reset() {
      films.all.clear()
      feed.posts().length = 0
      feed.comments.length = 0
      feed.photos.clear()
      Object.assign(moods, USUAL)
    },
    isMutation(request) {
      if (request.method !== 'POST') return false
      if (/\/(feed|comments)$/.test(request.path)) return true
      return (
        /\/(videos|video_reels)$/.test(request.path) && paramsOf(request).get('upload_phase') === 'finish'
      )
    },
    async answer(request) {
      const path = `/${partsOf(request.path).join('/')}`
      if (path === '/dialog/oauth') return tokens.authorize(request, PERSON, '#_=_')
      if (path === '/oauth/access_token') return tokenEndpoint(paramsOf(request))
      const asker = tokens.whoIs(request)
      if (isRefusal(asker)) return asker
      if (path.startsWith('/video-upload/')) return films.upload(path.split('/').at(-1) ?? '', request)
      const { appSecret, usagePercent } = moods
      if (appSecret !== null && request.query.get('appsecret_proof') !== proofOf(appSecret, asker.token))
        return graphError(400, 100, 'Invalid appsecret_proof provided in the API argument')
      const headers = usageHeaders(asker.ownerId, usagePercent, usagePercent >= 100 ? 10 : 0)
      if (usagePercent >= 100) return graphError(403, 32, '(#32) Page request limit reached', { headers })
      const reply = await route(request, asker)
      return { ...reply, headers: { ...headers, ...reply.headers } }
    },
  }
}

/** What a page may do on itself only. */
const OWN_EDGES = new Set(['feed', 'photos', 'videos', 'video_reels'])

function me(ownerId: string): FakeReply {
  return { status: 200, body: { id: ownerId, name: `Name of ${ownerId}` } }
}
