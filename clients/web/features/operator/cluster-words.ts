/** What an operator is told about the cluster in one sentence: `verdictOf`, and how long ago something was. */
import type { ClusterStatus } from '../../app/api.ts'

export interface Verdict {
  /** `alarm`: people cannot write. `doubt`: something is not as it should be, and may mend itself. */
  readonly tone: 'well' | 'doubt' | 'alarm'
  readonly title: string
  readonly detail: string
}

/** Two beats are missing. */
const SILENT_MS = 1_500
/** The node's own readiness gives up here too. */
const STALE_MS = 5_000

/** The worst that is to be said of `status`. */
export function verdictOf(status: ClusterStatus): Verdict {
  const { owners, unowned, knownMs, isBusConnected, members } = status
  if (unowned > 0)
    return {
      tone: 'alarm',
      title: `${unowned} of ${owners.length} shards ${unowned === 1 ? 'has' : 'have'} no owner`,
      detail: 'Nobody can write there until a node takes over: a second after a crash, five after a freeze.',
    }
  if (knownMs > STALE_MS)
    return {
      tone: 'doubt',
      title: 'The database does not answer',
      detail: `What is shown was so ${ageWords(knownMs)}. Nobody takes anything over meanwhile.`,
    }
  if (isBusConnected === false)
    return {
      tone: 'doubt',
      title: `${status.nodeId} is cut off from NATS`,
      detail: 'It goes on with its own shards; rooms of other nodes cannot be written to from here.',
    }
  const silent = members.filter((member) => isSilent(member))
  if (silent.length > 0)
    return {
      tone: 'doubt',
      title: `${silent.map(({ nodeId }) => nodeId).join(', ')} ${silent.length === 1 ? 'is' : 'are'} silent`,
      detail: 'After five seconds without a beat the others take over.',
    }
  const serving = members.filter(({ shards }) => shards > 0).length
  return {
    tone: 'well',
    title: 'Every shard has an owner',
    detail:
      serving === 1 ? `One node serves all ${owners.length}.` : `${serving} nodes share ${owners.length}.`,
  }
}

/** Whether a node that should beat has missed two. */
export function isSilent({ status, beatAgeMs }: ClusterStatus['members'][number]): boolean {
  return isIn({ status }) && beatAgeMs > SILENT_MS
}

/** Whether it is still one of the cluster. */
export function isIn({ status }: Pick<ClusterStatus['members'][number], 'status'>): boolean {
  return status === 'up' || status === 'leaving'
}

/** "0.4 s ago", "3 min ago", "5 d ago". */
export function ageWords(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 10) return `${seconds.toFixed(1)} s ago`
  if (seconds < 100) return `${Math.round(seconds)} s ago`
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min ago`
  const hours = seconds / 3_600
  return hours < 48 ? `${Math.round(hours)} h ago` : `${Math.round(hours / 24)} d ago`
}
