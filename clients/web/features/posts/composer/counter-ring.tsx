/** How much of its text a network has been told, in its own units: a ring that fills, and numbers near the end. */
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import { classes } from '../../../ui/classes.ts'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'

interface CounterRingProps {
  count: number
  max: number
  to: Destination | undefined
}

const RADIUS = 7
const AROUND = 2 * Math.PI * RADIUS
/** From here on the number is shown. */
const NEAR = 0.8

export function CounterRing({ count, max, to }: CounterRingProps) {
  const share = Math.min(1, count / max)
  const left = max - count
  const network = to?.kind === 'account' ? to.network : (to?.kind ?? 'conversation')
  const name = to?.kind === 'account' ? NETWORK_TITLES[to.network] : 'the conversation'
  return (
    <span
      className="inline-flex items-center gap-1 text-xs tabular-nums"
      title={`${count.toLocaleString()} of ${max.toLocaleString()} for ${name}`}
    >
      <NetworkMark network={network} size={13} />
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className="-rotate-90">
        <circle cx="9" cy="9" r={RADIUS} fill="none" stroke="var(--line-strong)" strokeWidth="2" />
        <circle
          cx="9"
          cy="9"
          r={RADIUS}
          fill="none"
          stroke={left < 0 ? 'var(--danger)' : 'var(--accent)'}
          strokeWidth="2"
          strokeDasharray={`${share * AROUND} ${AROUND}`}
        />
      </svg>
      <span className={classes(left < 0 ? 'font-semibold text-danger' : 'text-ink-faint')}>
        {share >= NEAR ? left.toLocaleString() : <span className="sr-only">{left} left</span>}
        <span className="sr-only"> for {name}</span>
      </span>
    </span>
  )
}
