/** `percentile`: of a plain list of latencies, by nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = [...values].sort((one, other) => one - other)
  const rank = Math.ceil((percent / 100) * sorted.length)
  return sorted[Math.max(0, rank - 1)] as number
}

/** The middle value; of an even count the lower of the two. */
export function median(values: readonly number[]): number {
  return percentile(values, 50)
}
