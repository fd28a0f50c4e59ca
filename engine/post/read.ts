/** `makeReadPost`: a post as the journal has it, for those who are not its actor. */
import type { Journal } from '../actors/ports.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import { foldAll } from './fold.ts'
import { postKind } from './kind.ts'
import type { PostState } from './state.ts'

/** Null for a room that has no events. Rejects when the database cannot be asked. */
export function makeReadPost({ load }: Pick<Journal, 'load'>): (postId: string) => Promise<PostState | null> {
  return async (postId) => {
    const loaded = await load(postId)
    if (loaded === null) return null
    const { snapshot, events } = loaded
    const from = snapshot === null ? postKind.empty : postKind.load(snapshot.dump, snapshot.version)
    return foldAll(from, events as readonly PostEvent[])
  }
}
