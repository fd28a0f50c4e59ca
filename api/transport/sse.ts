/** `bindStream`: ends an event stream with its session or its token; tRPC writes it, `live.ts` feeds it. */
import type { Session } from '../context.ts'
import type { Door } from './door.ts'
import type { Exchange } from './exchange.ts'

/** EventSource comes back by itself with the last id it got, and is then asked who it is again. */
export function bindStream(
  { node, sessions, streams }: Pick<Door, 'node' | 'sessions' | 'streams'>,
  { gone }: Exchange,
  session: Session | null,
): void {
  if (gone.signal.aborted) return
  const end = () => gone.abort()
  streams.add(end)
  node.metrics.sockets.inc({ transport: 'sse' })
  const cleanUp = [() => void streams.delete(end), () => node.metrics.sockets.dec({ transport: 'sse' })]
  if (session !== null) {
    const leftMs = Math.min(Math.max(session.expiresAt - node.clock.now(), 0), 2 ** 31 - 1)
    sessions.add(session.sessionId, end)
    cleanUp.push(node.clock.after(leftMs, end), () => sessions.delete(session.sessionId, end))
  }
  gone.signal.addEventListener('abort', () => {
    for (const run of cleanUp) run()
  })
}
