/** `people`: follows who of some people is online. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { personOf } from '../../engine/presence/wire.ts'
import type { SignedInCtx } from '../procedure.ts'
import { makeLatest } from './latest.ts'
import { sharing } from './read.ts'
import { asksUntilAnswered } from './recheck.ts'
import { visibilityOf } from './visibility.ts'

/** Who came and who went since the last one. In the first one: who is online, and nobody who is not. */
export interface Comings {
  readonly online: readonly string[]
  readonly offline: readonly string[]
}

/**
 * Yields at once, and then at each change. Whoever shares no conversation with the asking person is never said to be
 * online; neither is whoever does not share one any more.
 */
export async function people(
  { node, session, signal }: SignedInCtx,
  userIds: readonly string[],
): Promise<AsyncIterable<Comings, void, undefined>> {
  const { presence, store } = node
  const { userId, organisationId } = session
  const wanted = new Set(userIds.filter(isUuid))
  const watched = new Set<string>()
  const news = new Map<string, boolean>()
  let isFirst = true
  const visibility = visibilityOf(node)
  const watcher = {
    changed(person: string, isOnline: boolean) {
      news.set(person.slice(organisationId.length + 1), isOnline)
      visibility.soon(wake)
    },
  }

  const { feed, wake, end, onEnd } = makeLatest<Comings>(signal, () => {
    if (!isFirst && news.size === 0) return null
    isFirst = false
    const comings = comingsOf(news)
    news.clear()
    return comings
  })
  const ask = () => sharing(store, { userId, organisationId, people: [...wanted] })
  const recheck = asksUntilAnswered(node, signal, ask, (shared) => {
    for (const id of watched) {
      if (shared.has(id)) continue
      watched.delete(id)
      presence.unwatch(personOf(organisationId, id), watcher)
      news.set(id, false)
    }
    wake()
  })
  // before the question, so that nobody slips through between
  onEnd(
    visibility.guard({
      concerns: (left) => left.has(userId) || [...left].some((id) => wanted.has(id)),
      recheck,
    }),
  )
  try {
    for (const id of await ask()) {
      watched.add(id)
      if (presence.watch(personOf(organisationId, id), watcher)) news.set(id, true)
    }
  } catch (fault) {
    end()
    throw fault
  }
  onEnd(() => {
    for (const id of watched) presence.unwatch(personOf(organisationId, id), watcher)
  })
  return feed
}

function comingsOf(news: ReadonlyMap<string, boolean>): Comings {
  const online: string[] = []
  const offline: string[] = []
  for (const [userId, isOnline] of news) (isOnline ? online : offline).push(userId)
  return { online, offline }
}
