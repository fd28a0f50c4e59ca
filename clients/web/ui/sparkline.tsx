/** `Sparkline`: how a number went, as a line the size of a word. What it shows must also stand somewhere in words. */
import { type SparklinePoint, sparklinePath } from './sparkline-path.ts'

const WIDTH = 96
const HEIGHT = 28

/** Nothing for fewer than two points: one is no course. */
export function Sparkline({ points, label }: { points: readonly SparklinePoint[]; label: string }) {
  if (points.length < 2) return null
  const line = sparklinePath(points, WIDTH, HEIGHT)
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="shrink-0 text-accent"
    >
      <path d={`${line} V${HEIGHT} H2 Z`} className="fill-current opacity-10" />
      <path
        d={line}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.5}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
