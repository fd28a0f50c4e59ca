/** `answerWishes`: the side of an owner. It delivers what others ask of it, or says where they should have asked. */
import type { Owner } from './directory.ts'
import type { ForwardParts } from './forward.ts'
import type { Moves } from './moves.ts'
import { type Answered, type Asked, toRefused, wishSubject } from './wire.ts'

/**
 * The asker knows of a term that we do not: our own news of it is on the way. Short enough that the answer still
 * finds the asker waiting.
 */
const NEWS_MS_MAX = 500

/** Returns a function that stops it. */
export function answerWishes(parts: ForwardParts, moves: Moves): () => void {
  const { bus, directory, deliver, log } = parts

  async function answer(text: string): Promise<string> {
    return JSON.stringify(await answered(JSON.parse(text) as Asked))
  }

  async function answered({ shard, term, wish }: Asked): Promise<Answered> {
    if (!isOurs(shard, term)) {
      const knowsEnough = () => isOurs(shard, term) || placeBeyond(shard, term) !== null
      const isKnown = await moves.until(shard, knowsEnough, NEWS_MS_MAX).catch(() => false)
      if (!isKnown || !isOurs(shard, term)) return notOurs(shard, term)
    }
    try {
      return { ok: await deliver(wish) }
    } catch (error) {
      const refused = toRefused(error)
      if (refused === null) {
        log.error({ err: error, roomId: wish.roomId }, 'a forwarded wish failed')
        return { refused: 'INTERNAL', message: 'Something failed on our side.' }
      }
      return refused.refused === 'NOT_OWNER' ? notOurs(shard, term) : refused
    }
  }

  /** Under an older term than the asker knows of, the journal would refuse what we write. */
  function isOurs(shard: number, term: number): boolean {
    return (directory.termOf(shard) ?? -1) >= term
  }

  /** Another owner than us, under a later term than the asker's. */
  function placeBeyond(shard: number, term: number): Owner | null {
    const owner = directory.ownerOf(shard)
    return owner !== null && owner.nodeId !== directory.nodeId && owner.term > term ? owner : null
  }

  function notOurs(shard: number, term: number): Answered {
    const elsewhere = placeBeyond(shard, term)
    if (elsewhere !== null) return { elsewhere }
    return { refused: 'NOT_OWNER', message: 'This room has just moved to another node.' }
  }

  return bus.answer(wishSubject(directory.nodeId), answer)
}
