/** The processes of the cluster: what each has, and when it was last heard. */
import type { ClusterStatus } from '../../app/api.ts'
import { classes } from '../../ui/classes.ts'
import { ageWords, isIn, isSilent } from './cluster-words.ts'

type Member = ClusterStatus['members'][number]

interface MemberListProps {
  status: ClusterStatus
  tints: ReadonlyMap<string, number>
}

export function MemberList({ status, tints }: MemberListProps) {
  const there = status.members.filter(isIn)
  const gone = status.members.filter((member) => !isIn(member))
  return (
    <>
      <ul aria-label="Nodes" className="divide-y divide-line">
        {there.map((member) => (
          <MemberRow
            key={member.nodeId}
            member={member}
            tint={tints.get(member.nodeId)}
            share={member.shards / status.owners.length}
            isAnswering={member.nodeId === status.nodeId}
          />
        ))}
      </ul>
      {gone.length > 0 && (
        <details className="border-t border-line pt-3 text-sm text-ink-faint">
          <summary>{gone.length === 1 ? 'One node is gone' : `${gone.length} nodes are gone`}</summary>
          <ul className="mt-2 space-y-1">
            {gone.map(({ nodeId, status: how, beatAgeMs }) => (
              <li key={nodeId}>
                <span className="font-medium text-ink-soft">{nodeId}</span>{' '}
                {how === 'dead' ? 'was declared dead' : 'has left'}; last beat {ageWords(beatAgeMs)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

interface MemberRowProps {
  member: Member
  tint: number | undefined
  /** Of all shards, 0 to 1. */
  share: number
  isAnswering: boolean
}

function MemberRow({ member, tint, share, isAnswering }: MemberRowProps) {
  const silent = isSilent(member)
  return (
    <li className="flex items-center gap-3 py-3">
      <span
        aria-hidden="true"
        className="node-tint size-3.5 shrink-0 rounded-[4px]"
        style={{ ['--tint' as string]: tint }}
      />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="min-w-0 truncate font-medium">{member.nodeId}</span>
          {isAnswering && <span className="text-xs text-ink-faint">answers you</span>}
          {member.status === 'leaving' && <Sign look="bg-signal-wash text-signal-ink">leaving</Sign>}
          {silent && <Sign look="bg-danger-wash text-danger">silent</Sign>}
        </p>
        <p className="text-xs text-ink-faint tabular-nums">
          <span className={classes(silent && 'font-medium text-danger')}>
            beat {ageWords(member.beatAgeMs)}
          </span>
          {member.shards > 0 && ` · terms up to ${member.termMax}`}
          {member.address !== null && (
            <>
              <span className="max-sm:hidden"> · </span>
              <span className="break-all max-sm:block">{member.address}</span>
            </>
          )}
        </p>
      </div>
      <div className="w-24 shrink-0 sm:w-40">
        <p className="text-right text-sm tabular-nums">
          {member.shards} <span className="text-ink-faint">{member.shards === 1 ? 'shard' : 'shards'}</span>
        </p>
        <div className="mt-1.5 h-1 overflow-hidden rounded-full bg-wash-strong" aria-hidden="true">
          <div
            className="node-tint h-full rounded-full transition-[width] duration-300"
            style={{ ['--tint' as string]: tint, width: `${share * 100}%` }}
          />
        </div>
      </div>
    </li>
  )
}

function Sign({ look, children }: { look: string; children: string }) {
  return <span className={classes('rounded-md px-1.5 py-0.5 text-xs font-medium', look)}>{children}</span>
}
