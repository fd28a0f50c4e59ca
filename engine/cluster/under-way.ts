/** `makeUnderWay`: questions on their way to other nodes: how many, and which of them wait for a node that is the owner no more. */
import type { Directory, Owner } from './directory.ts'

export interface UnderWay {
  /**
   * Resolves with the answer, rejects as `answer` does, or resolves null as soon as somebody else is said to own the
   * shard: who died has answered what it will answer, and who gave the shard away can decide no more.
   */
  until(shard: number, owner: Owner, answer: Promise<string>): Promise<string | null>
  /** How many wait for a node. */
  of(nodeId: string): number
  /** How many wait. */
  readonly size: number
  stop(): void
}

interface Waiter {
  readonly owner: Owner
  readonly giveUp: () => void
}

export function makeUnderWay(directory: Pick<Directory, 'ownerOf' | 'onMoved'>): UnderWay {
  const perNode = new Map<string, number>()
  const perShard = new Map<number, Set<Waiter>>()
  let size = 0
  const stopHearing = directory.onMoved((shards) => {
    for (const shard of shards) {
      const owner = directory.ownerOf(shard)
      for (const waiter of [...(perShard.get(shard) ?? [])]) if (isNews(owner, waiter.owner)) waiter.giveUp()
    }
  })

  function add(shard: number, waiter: Waiter): void {
    const crowd = perShard.get(shard) ?? new Set()
    perShard.set(shard, crowd.add(waiter))
    perNode.set(waiter.owner.nodeId, (perNode.get(waiter.owner.nodeId) ?? 0) + 1)
    size++
  }

  function remove(shard: number, waiter: Waiter): void {
    const crowd = perShard.get(shard)
    if (!crowd?.delete(waiter)) return
    if (crowd.size === 0) perShard.delete(shard)
    const rest = (perNode.get(waiter.owner.nodeId) ?? 1) - 1
    if (rest > 0) perNode.set(waiter.owner.nodeId, rest)
    else perNode.delete(waiter.owner.nodeId)
    size--
  }

  return {
    until(shard, owner, answer) {
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          owner,
          giveUp() {
            remove(shard, waiter)
            resolve(null)
          },
        }
        add(shard, waiter)
        // what comes after the waiter has given up is nobody's any more
        answer.then(resolve, reject).finally(() => remove(shard, waiter))
      })
    },
    of: (nodeId) => perNode.get(nodeId) ?? 0,
    get size() {
      return size
    },
    stop: stopHearing,
  }
}

/** Whether somebody else, or the same one anew, is said to own it now. */
export function isNews(owner: Owner | null, not: Owner | null): boolean {
  return owner !== null && (owner.nodeId !== not?.nodeId || owner.term !== not.term)
}
