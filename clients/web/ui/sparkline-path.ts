/** `sparklinePath`: the line of a few numbers over time, as the `d` of an SVG path. */

export interface SparklinePoint {
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly value: number
}

/** Room for the line's own width at the edges. Pixels. */
const EDGE = 2

/** From zero up, so that a small change looks small. Needs at least two points, in the order of time. */
export function sparklinePath(points: readonly SparklinePoint[], width: number, height: number): string {
  const firstMs = points[0]?.atMs ?? 0
  const spanMs = Math.max(1, (points.at(-1)?.atMs ?? 0) - firstMs)
  const highest = Math.max(1, ...points.map(({ value }) => value))
  return points
    .map(({ atMs, value }, index) => {
      const x = EDGE + ((atMs - firstMs) / spanMs) * (width - 2 * EDGE)
      const y = height - EDGE - (value / highest) * (height - 2 * EDGE)
      return `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`
    })
    .join(' ')
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
