/** `nextAttemptMs`: how long after a failure a delivery is tried again. */

const SECOND_MS = 1_000
const WAITS_MS = [10, 30, 60, 5 * 60, 15 * 60, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600].map(
  (seconds) => seconds * SECOND_MS,
)

/** After so many failures; null when it is given up, which is after 22 hours at the latest. */
export function nextAttemptMs(failures: number): number | null {
  return WAITS_MS[failures - 1] ?? null
}
