/** `tellEnded`, `hearEnded`: every node refuses the tokens of an ended session, not only the one that ended it. */
import type { Lru } from '../../engine/kernel/lru.ts'
import type { ParleyNode } from '../../engine/node.ts'

/** A frozen node must not keep anybody from signing out. What it did not hear there runs out with its token. */
const ANSWER_MS_MAX = 500
const endedAt = (nodeId: string) => `ended.${nodeId}`

/** Remembers in `ended` what other nodes end, for as long as the node lives. */
export function hearEnded({ bus, directory }: ParleyNode, ended: Lru<string, true>): void {
  bus.answer(endedAt(directory.nodeId), async (sessionId) => {
    ended.set(sessionId, true)
    return ''
  })
}

/** Resolves once all other nodes know, or after half a second. Never rejects: the session has ended in any case. */
export async function tellEnded({ bus, directory }: ParleyNode, sessionId: string): Promise<void> {
  const others = directory.members().filter((nodeId) => nodeId !== directory.nodeId)
  await Promise.allSettled(others.map((nodeId) => bus.request(endedAt(nodeId), sessionId, ANSWER_MS_MAX)))
}
