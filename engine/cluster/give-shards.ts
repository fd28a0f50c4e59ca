/** `giveShards`: moves shards of ours to another node, so that each waits for milliseconds and nothing decided is lost. */
import type { Control, Self, ShardSeen } from './control.ts'
import type { Named } from './judge.ts'
import type { Looks } from './looks.ts'
import type { Places } from './places.ts'

export interface GiveParts {
  readonly control: Control
  readonly self: Self
  readonly places: Places
  readonly looks: Looks
  readonly release: (shards: ReadonlySet<number>) => Promise<void>
  readonly log: { warn(fields: object, text: string): void }
  /** Makes the others look, and this one at once. */
  readonly changed: (incarnation: string) => void
}

/**
 * Nobody serves them from the first line to the last. What could not be given stays ours: the heir has died, or was
 * faster at leaving than we. Returns how many are known to be given. Never rejects.
 */
export async function giveShards(
  { control, self, places, looks, release, log, changed }: GiveParts,
  shards: readonly Pick<ShardSeen, 'shard' | 'term'>[],
  to: Named,
): Promise<number> {
  places.hold(shards)
  let gone = 0
  try {
    await release(new Set(shards.map(({ shard }) => shard)))
    const given = new Set(await control.handOver(self, shards, to))
    places.given(
      shards.filter(({ shard }) => given.has(shard)),
      to,
    )
    gone = given.size
    changed(to.incarnation)
  } catch (error) {
    log.warn({ err: error, to: to.nodeId }, 'nobody knows whether shards were handed over; looking')
    await looks.next()
  }
  places.unhold(shards)
  return gone
}
