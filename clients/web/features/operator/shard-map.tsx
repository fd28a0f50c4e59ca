/** All shards as one picture: who has how much, whether it is scattered, and what nobody has. */
import type { ClusterStatus } from '../../app/api.ts'
import { classes } from '../../ui/classes.ts'

interface ShardMapProps {
  owners: ClusterStatus['owners']
  members: ClusterStatus['members']
  tints: ReadonlyMap<string, number>
}

export function ShardMap({ owners, members, tints }: ShardMapProps) {
  const nobodys = owners.filter((owner) => owner === null).length
  const shares = members.filter(({ shards }) => shards > 0).map(({ nodeId, shards }) => `${nodeId} ${shards}`)
  return (
    <div
      role="img"
      aria-label={`Shards: ${[...shares, `without an owner ${nobodys}`].join(', ')}`}
      className="grid grid-cols-[repeat(16,minmax(0,1fr))] gap-[3px] sm:grid-cols-[repeat(32,minmax(0,1fr))]"
    >
      {owners.map((owner, shard) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a shard is its number
          key={shard}
          title={`Shard ${shard}: ${owner === null ? 'no owner' : `${owner.nodeId}, term ${owner.term}`}`}
          data-owner={owner?.nodeId ?? ''}
          // hollow, so that it is also seen by whoever does not see red
          className={classes(
            'aspect-square rounded-[3px]',
            owner === null ? 'animate-breathe border-2 border-danger bg-danger-wash' : 'node-tint',
          )}
          style={owner === null ? undefined : { ['--tint' as string]: tints.get(owner.nodeId) }}
        />
      ))}
    </div>
  )
}
