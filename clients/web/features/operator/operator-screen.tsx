/** What an operator looks at: whether every shard is served, by whom, and since when that is known. */
import { CircleAlert, CircleCheck, Lock, ServerOff, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ClusterStatus } from '../../app/api.ts'
import { errorText, reasonOf } from '../../app/reasons.ts'
import { useNow } from '../../app/use-now.ts'
import { classes } from '../../ui/classes.ts'
import { Empty } from '../../ui/empty.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ageWords, type Verdict, verdictOf } from './cluster-words.ts'
import { MemberList } from './member-list.tsx'
import { tintsOf } from './node-tints.ts'
import { ShardMap } from './shard-map.tsx'
import { useCluster } from './use-cluster.ts'

/** Two answers are missing. */
const LATE_MS = 6_000

export function OperatorScreen() {
  const { data, error, dataUpdatedAt } = useCluster()
  const isRefused = reasonOf(error) === 'NOT_AN_OPERATOR'
  return (
    <section aria-label="Cluster" className="flex h-full min-h-0 flex-col">
      <ScreenHeader
        title="Cluster"
        detail={data && !isRefused ? `Seen by ${data.nodeId} · epoch ${data.epoch}` : 'Nodes and shards'}
      >
        {data && !isRefused && <Freshness answeredAt={dataUpdatedAt} />}
      </ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {isRefused || (error && !data) ? (
          <div className="flex h-full items-center justify-center">
            <Empty
              icon={isRefused ? <Lock size={22} /> : <ServerOff size={22} />}
              title={isRefused ? 'For operators' : 'No answer yet'}
            >
              {errorText(error)}
            </Empty>
          </div>
        ) : data ? (
          <Cluster status={data} />
        ) : (
          <SkeletonRows count={4} label="Asking how the cluster stands" />
        )}
      </div>
    </section>
  )
}

/** That it lives, or for how long nothing has come. */
function Freshness({ answeredAt }: { answeredAt: number }) {
  const ageMs = useNow(1_000) - answeredAt
  const isLate = ageMs > LATE_MS
  return (
    <p
      className={classes(
        'mr-2 flex shrink-0 items-center gap-2 text-xs tabular-nums',
        isLate ? 'text-danger' : 'text-ink-faint',
      )}
    >
      <span
        aria-hidden="true"
        className={classes('size-2 rounded-full', isLate ? 'bg-danger' : 'animate-breathe bg-accent')}
      />
      {isLate ? `Last answer ${ageWords(ageMs)}` : 'Live'}
    </p>
  )
}

function Cluster({ status }: { status: ClusterStatus }) {
  const tints = tintsOf(status.members.map(({ nodeId }) => nodeId))
  const { deeds } = status
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-8 px-4 py-6 md:px-8">
      <VerdictBox verdict={verdictOf(status)} />
      <Part title="Shards">
        <ShardMap owners={status.owners} members={status.members} tints={tints} />
      </Part>
      <Part title="Nodes">
        <MemberList status={status} tints={tints} />
      </Part>
      <Part title={`This node: ${status.nodeId}`}>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 pt-2 sm:grid-cols-3">
          <Fact name="The database answered in" value={`${Math.round(status.lagMs)} ms`} />
          <Fact name="Looked at the register" value={ageWords(status.knownMs)} />
          <Fact
            name="NATS"
            value={{ true: 'connected', false: 'away', null: 'none' }[`${status.isBusConnected}`]}
          />
          <Fact name="Shards taken from nobody" value={deeds.claimed} />
          <Fact name="Shards handed over" value={deeds.given} />
          <Fact name="Nodes declared dead" value={deeds.tookOver} />
        </dl>
      </Part>
    </div>
  )
}

const LOOKS: Record<Verdict['tone'], { readonly look: string; readonly Icon: typeof Lock }> = {
  well: { look: 'bg-accent-wash text-accent', Icon: CircleCheck },
  doubt: { look: 'bg-signal-wash text-signal-ink', Icon: TriangleAlert },
  alarm: { look: 'bg-danger-wash text-danger', Icon: CircleAlert },
}

function VerdictBox({ verdict: { tone, title, detail } }: { verdict: Verdict }) {
  const { look, Icon } = LOOKS[tone]
  return (
    <div
      role={tone === 'alarm' ? 'alert' : 'status'}
      className={classes('flex items-start gap-3 rounded-2xl px-4 py-3.5', look)}
    >
      <Icon size={22} className="mt-px shrink-0" aria-hidden="true" />
      <div>
        <p className="text-md font-semibold tracking-tight">{title}</p>
        <p className="text-sm text-ink-soft">{detail}</p>
      </div>
    </div>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 text-sm font-semibold">{title}</h2>
      {children}
    </section>
  )
}

function Fact({ name, value }: { name: string; value: string | number }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{name}</dt>
      <dd className="font-medium tabular-nums">{value}</dd>
    </div>
  )
}
