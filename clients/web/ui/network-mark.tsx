/** The sign of a network, drawn simply in its own colour; `kind` may also be a conversation or an audience. */
import { MessagesSquare, Users } from 'lucide-react'
import type { Network } from '../../../engine/protocol/post-shapes.ts'

export const NETWORK_TITLES: Readonly<Record<Network, string>> = {
  x: 'X',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  facebook: 'Facebook',
  youtube: 'YouTube',
}

interface NetworkMarkProps {
  network: Network | 'conversation' | 'audience'
  /** Pixels. */
  size?: number
}

/** Decoration: whoever uses it says the same in words. */
export function NetworkMark({ network, size = 16 }: NetworkMarkProps) {
  if (network === 'conversation' || network === 'audience') {
    const Sign = network === 'conversation' ? MessagesSquare : Users
    return (
      <span
        aria-hidden="true"
        className="inline-flex shrink-0 items-center justify-center rounded-[28%] bg-accent text-on-accent"
        style={{ width: size, height: size }}
      >
        <Sign size={size * 0.62} strokeWidth={2.4} />
      </span>
    )
  }
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      aria-hidden="true"
      className={`network-mark network-${network} shrink-0 rounded-[28%]`}
    >
      {SIGNS[network]}
    </svg>
  )
}

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.9,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const

const SIGNS: Readonly<Record<Network, React.ReactNode>> = {
  x: <path d="M5.6 5.4 14.4 14.6M14.4 5.4 5.6 14.6" {...LINE} strokeWidth={2.1} />,
  instagram: (
    <>
      <rect x="4.9" y="4.9" width="10.2" height="10.2" rx="3.1" {...LINE} strokeWidth={1.6} />
      <circle cx="10" cy="10" r="2.4" {...LINE} strokeWidth={1.6} />
      <circle cx="12.9" cy="7.1" r=".9" fill="currentColor" />
    </>
  ),
  linkedin: (
    <>
      <path d="M6.3 9v5.2M9.5 14.2V9M9.5 11.2c0-1.4 1-2.2 2.2-2.2s2 .8 2 2.2v3" {...LINE} />
      <circle cx="6.3" cy="6.2" r="1.15" fill="currentColor" />
    </>
  ),
  facebook: <path d="M12.9 5.6h-1.1c-1.2 0-1.9.8-1.9 2v8.2M7.7 10.3h4.6" {...LINE} strokeWidth={2.2} />,
  youtube: <path d="M8.2 6.7v6.6l5.6-3.3z" fill="currentColor" />,
}
