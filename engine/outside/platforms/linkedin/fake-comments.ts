/** `makeFakeComments`: comments on posts of LinkedIn, which only an organisation's people may read. */
import type { FakeReply, FakeRequest } from '../fake-server.ts'
import { refusal } from './fake-refusal.ts'

export interface FakeComment {
  readonly urn: string
  readonly object: string
  readonly actor: string
  readonly text: string
  /** The comment that it answers. */
  readonly parent: string | null
  readonly at: number
}

export interface FakeComments {
  /** Everything that is public, oldest first. */
  all(): readonly FakeComment[]
  /** Null when the path is none of comments. `authorOf` tells whose a post is; null when there is none. */
  answer(
    request: FakeRequest,
    mayAct: (actor: string) => boolean,
    authorOf: (post: string) => string | null,
  ): FakeReply | null
  clear(): void
}

const PATH = /^\/rest\/socialActions\/([^/]+)\/comments(?:\/(\d+))?$/

export function makeFakeComments(now: () => number): FakeComments {
  const comments = new Map<string, FakeComment>()
  const byPost = new Map<string, FakeComment[]>()
  let made = 0

  function create(object: string, { body }: FakeRequest, mayAct: (actor: string) => boolean): FakeReply {
    const asked = JSON.parse(body.toString()) as {
      actor?: string
      message?: { text?: string }
      parentComment?: string
    }
    const { actor = '', message: { text = '' } = {}, parentComment: parent = null } = asked
    if (!mayAct(actor)) return refusal(403, 'ACCESS_DENIED', 'Not enough permissions for the actor')
    if (text.trim() === '') return refusal(400, 'INVALID_MESSAGE', 'nothing to say')
    if (parent !== null && !comments.has(parent)) return refusal(404, 'NOT_FOUND', 'no such comment')
    const id = String(8_000_000_000_000_000_000n + BigInt(++made))
    const urn = `urn:li:comment:(${object},${id})`
    const comment = { urn, object, actor, text, parent, at: now() }
    comments.set(urn, comment)
    const theirs = byPost.get(object)
    if (theirs === undefined) byPost.set(object, [comment])
    else theirs.push(comment)
    return {
      status: 201,
      headers: { 'x-restli-id': id },
      body: { $URN: urn, id, actor, object, message: { text } },
    }
  }

  function list(object: string, { query }: FakeRequest): FakeReply {
    const theirs = (byPost.get(object) ?? []).filter(({ urn }) => comments.has(urn)).reverse()
    const from = Number(query.get('start') ?? 0)
    const elements = theirs
      .slice(from, from + Number(query.get('count') ?? 10))
      .map(({ urn, actor, text, parent, at }) => ({
        $URN: urn,
        id: urn.slice(urn.lastIndexOf(',') + 1, -1),
        actor,
        object,
        message: { text },
        created: { time: at },
        ...(parent !== null && { parentComment: parent }),
      }))
    return { status: 200, body: { elements, paging: { start: from, count: elements.length } } }
  }

  return {
    all: () => [...comments.values()],
    answer(request, mayAct, authorOf) {
      const [, encoded, number] = PATH.exec(request.path) ?? []
      if (encoded === undefined) return null
      const object = decodeURIComponent(encoded)
      const author = authorOf(object)
      if (author === null) return refusal(404, 'NOT_FOUND', 'no such post')
      if (request.method === 'POST') return create(object, request, mayAct)
      if (request.method === 'DELETE')
        return comments.delete(`urn:li:comment:(${object},${number})`)
          ? { status: 204 }
          : refusal(404, 'NOT_FOUND', 'no such comment')
      // comments on posts of people are shown to no application
      if (author.startsWith('urn:li:person:') || !mayAct(author))
        return refusal(403, 'ACCESS_DENIED', 'Not enough permissions to access: socialActions')
      return list(object, request)
    },
    clear() {
      comments.clear()
      byPost.clear()
    },
  }
}
