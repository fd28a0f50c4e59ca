/** `ByUser`: the followers of each person. Mostly one, and a set of one takes 200 bytes. */
import type { Follower } from './following.ts'

export class ByUser {
  readonly #followers = new Map<string, Follower | Set<Follower>>()

  add(follower: Follower): void {
    const { userId } = follower.plan.person
    const known = this.#followers.get(userId)
    if (known === undefined) this.#followers.set(userId, follower)
    else if (known instanceof Set) known.add(follower)
    else this.#followers.set(userId, new Set([known, follower]))
  }

  delete(follower: Follower): void {
    const { userId } = follower.plan.person
    const known = this.#followers.get(userId)
    if (known instanceof Set) known.delete(follower)
    if (known === follower || (known instanceof Set && known.size === 0)) this.#followers.delete(userId)
  }

  has(userId: string): boolean {
    return this.#followers.has(userId)
  }

  /** A copy, so that they may go while one walks over it. */
  of(userId: string): readonly Follower[] {
    const known = this.#followers.get(userId)
    if (known === undefined) return []
    return known instanceof Set ? [...known] : [known]
  }

  all(): Follower[] {
    return [...this.#followers.keys()].flatMap((userId) => this.of(userId))
  }
}
