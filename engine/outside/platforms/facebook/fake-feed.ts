/** `makeFakeFeed`: posts, photos and comments of pages as Facebook has them. */
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { formOf, graphError, graphTime, notThere, pageOf, paramsOf } from '../meta/fake-graph.ts'
import type { FakeFilms } from './fake-films.ts'

export interface FakePost {
  readonly id: string
  readonly pageId: string
  readonly message: string
  readonly link: string | null
  readonly photoIds: readonly string[]
  readonly at: number
}

export interface FakeComment {
  readonly id: string
  readonly ownerId: string
  /** The post, film or comment that it answers. */
  readonly parentId: string
  readonly message: string
  readonly photoUrl: string | null
  readonly at: number
}

export interface FakePhoto {
  readonly pageId: string
  readonly bytes: Uint8Array
  readonly altText: string | null
  readonly madeAt: number
  /** Null until it is shown; one that is not shown in a day is gone. */
  postId: string | null
}

interface Moods {
  errorsAfter: number
  readonly refusesDuplicates: boolean
  readonly hidesAttachments: boolean
}

export interface FakeFeed {
  /** Oldest first; films by now turned are among them. */
  posts(): FakePost[]
  readonly comments: FakeComment[]
  readonly photos: Map<string, FakePhoto>
  publish(params: URLSearchParams, pageId: string): FakeReply
  storePhoto(request: FakeRequest, pageId: string): Promise<FakeReply>
  comment(parentId: string, params: URLSearchParams, ownerId: string): FakeReply
  listPosts(pageId: string, request: FakeRequest, token: string): FakeReply
  listComments(parentId: string, request: FakeRequest, token: string): FakeReply
  /** The numbers of a post or film, and that a photo is there; null when nothing is. */
  numbersOf(id: string): object | null
  takeBack(id: string): FakeReply
  /** It was done; whether that is said is another matter. */
  done(body: object): FakeReply
}

const DAY_MS = 24 * 60 * 60_000
const PHOTO_BYTES = 4 * 1024 * 1024

export function makeFakeFeed(now: () => number, moods: Moods, films: FakeFilms): FakeFeed {
  const posts: FakePost[] = []
  const comments: FakeComment[] = []
  const photos = new Map<string, FakePhoto>()
  let made = 0
  const newId = () => String(122_000_000_000_000n + BigInt(++made))

  /** The posts that films have become by now. */
  function settle(): void {
    for (const film of films.all.values()) {
      if (film.isPosted || !films.isPublic(film)) continue
      film.isPosted = true
      const { pageId, description: message, askedAt } = film
      const id = `${pageId}_${film.id}`
      posts.push({ id, pageId, message, link: null, photoIds: [], at: askedAt ?? now() })
    }
  }

  function photoOf(id: string): FakePhoto | undefined {
    const photo = photos.get(id)
    return photo?.postId === null && now() - photo.madeAt >= DAY_MS ? undefined : photo
  }

  function publish(params: URLSearchParams, pageId: string): FakeReply {
    const message = (params.get('message') ?? '').trim()
    const link = params.get('link')
    const attached = JSON.parse(params.get('attached_media') ?? '[]') as { media_fbid: string }[]
    const photoIds = attached.map(({ media_fbid: id }) => id)
    const shown = photoIds.map(photoOf)
    if (message === '' && link === null && shown.length === 0)
      return graphError(400, 100, '(#100) The post is empty')
    if (shown.some((photo) => photo?.pageId !== pageId)) return notThere(photoIds.join())
    if (shown.some((photo) => photo?.postId !== null))
      return graphError(400, 100, 'Those photos were already posted.', { subcode: 1366051 })
    if (/\bfacebook\.com/.test(link ?? ''))
      return graphError(400, 100, 'Links to Facebook are not allowed', { subcode: 1609008 })
    const isEqual = (post: FakePost) => post.pageId === pageId && post.message === message
    if (moods.refusesDuplicates && posts.some((post) => isEqual(post) && now() - post.at < DAY_MS))
      return graphError(400, 506, '(#506) Duplicate status message')
    const id = `${pageId}_${newId()}`
    for (const photo of shown) if (photo !== undefined) photo.postId = id
    posts.push({ id, pageId, message, link, photoIds, at: now() })
    return done({ id })
  }

  function done(body: object): FakeReply {
    if (moods.errorsAfter <= 0) return { status: 200, body }
    moods.errorsAfter--
    return graphError(500, 1 + (moods.errorsAfter % 2), 'An unknown error has occurred.')
  }

  async function storePhoto(request: FakeRequest, pageId: string): Promise<FakeReply> {
    const form = await formOf(request)
    const source = form.get('source')
    if (!(source instanceof Blob)) return graphError(400, 324, '(#324) Missing or invalid image file')
    if (form.get('published') !== 'false')
      return graphError(400, 100, 'This fake takes unpublished photos only')
    const bytes = new Uint8Array(await source.arrayBuffer())
    if (bytes.length > PHOTO_BYTES) return graphError(400, 324, 'Too large', { subcode: 1366046 })
    const altText = form.get('alt_text_custom')
    const id = newId()
    photos.set(id, {
      pageId,
      bytes,
      altText: altText === null ? null : String(altText),
      madeAt: now(),
      postId: null,
    })
    return { status: 200, body: { id } }
  }

  function comment(parentId: string, params: URLSearchParams, ownerId: string): FakeReply {
    const isThere =
      posts.some(({ id }) => id === parentId) ||
      films.all.has(parentId) ||
      comments.some(({ id }) => id === parentId)
    if (!isThere) return notThere(parentId)
    const id = `${parentId.split('_').at(-1)}_${newId()}`
    const [message, photoUrl] = [params.get('message') ?? '', params.get('attachment_url')]
    comments.push({ id, ownerId, parentId, message, photoUrl, at: now() })
    return done({ id })
  }

  function listPosts(pageId: string, request: FakeRequest, token: string): FakeReply {
    settle()
    const isTold = request.query.get('fields')?.includes('attachments') ?? false
    if (isTold && moods.hidesAttachments)
      return graphError(400, 100, '(#100) Tried accessing nonexisting field (attachments)')
    const since = Number(request.query.get('since') ?? 0) * 1_000
    const found = posts
      .filter((post) => post.pageId === pageId && post.at >= since)
      .sort((one, other) => other.at - one.at || other.id.localeCompare(one.id))
      .map((post) => ({
        id: post.id,
        ...(post.message !== '' && { message: post.message }),
        created_time: graphTime(post.at),
        permalink_url: `https://www.facebook.com/permalink/${post.id}`,
        ...(isTold && attachmentsOf(post)),
      }))
    return { status: 200, body: pageOf(found, paramsOf(request), token) }
  }

  function listComments(parentId: string, request: FakeRequest, token: string): FakeReply {
    const found = comments
      .filter((one) => one.parentId === parentId)
      .map(({ id, message, at, ownerId }) => ({
        id,
        message,
        created_time: graphTime(at),
        from: { id: ownerId },
      }))
      .reverse()
    return { status: 200, body: pageOf(found, paramsOf(request), token) }
  }

  function numbersOf(id: string): object | null {
    settle()
    if (photoOf(id) !== undefined) return { id }
    if (!films.all.has(id) && !posts.some((post) => post.id === id)) return null
    const summaryOf = (total: number) => ({ data: [], summary: { total_count: total } })
    const insights = { data: [{ name: 'post_media_view', values: [{ value: 11 }] }] }
    const answers = comments.filter(({ parentId }) => parentId === id).length
    return { id, reactions: summaryOf(5), comments: summaryOf(answers), shares: { count: 2 }, insights }
  }

  function takeBack(id: string): FakeReply {
    settle()
    const at = posts.findIndex((post) => post.id === id || post.id.endsWith(`_${id}`))
    if (at < 0) return notThere(id)
    posts.splice(at, 1)
    films.all.delete(id)
    return { status: 200, body: { success: true } }
  }

  return {
    posts() {
      settle()
      return posts
    },
    comments,
    photos,
    publish,
    storePhoto,
    comment,
    listPosts,
    listComments,
    numbersOf,
    takeBack,
    done,
  }
}

/** Left out of a post that shows nothing, as theirs does. */
function attachmentsOf({ photoIds, link }: FakePost): object {
  const targets = photoIds.map((id) => ({ target: { id } }))
  const [only] = targets
  if (link !== null) return { attachments: { data: [{ unshimmed_url: link }] } }
  if (only === undefined) return {}
  const album = { target: { id: 'album' }, subattachments: { data: targets } }
  return { attachments: { data: [targets.length === 1 ? only : album] } }
}
