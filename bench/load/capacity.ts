/** `searchCapacity`: the highest offered rate that a trial passes, found in few trials. */

export interface Trial {
  readonly passed: boolean
  /** Messages a second that came through, passed or not. */
  readonly achieved: number
}

export interface Search {
  readonly start: number
  /** Stop when the best and the worst are this near: 1.1 is ten per cent. */
  readonly precision: number
  readonly trialsMax: number
  /** Never offer more. */
  readonly max?: number
}

/** A trial that failed says what the server managed meanwhile; a little less than that is the best next guess. */
const BELOW = 0.92
/** Of the offered rate: less than that came through, so what came is near the capacity. */
const KEPT_UP = 0.97

/** Returns the highest rate that passed; 0 when none did. */
export async function searchCapacity(
  { start, precision, trialsMax, max = Number.POSITIVE_INFINITY }: Search,
  trial: (rate: number) => Promise<Trial>,
): Promise<number> {
  let best = 0
  let worst = Number.POSITIVE_INFINITY
  let rate = Math.min(start, max)
  for (let made = 0; made < trialsMax; made++) {
    const { passed, achieved } = await trial(rate)
    if (passed) best = rate
    else worst = rate
    if (best >= max || worst / best <= precision) break
    rate = Math.min(max, nextRate(best, worst, passed, achieved))
  }
  return best
}

function nextRate(best: number, worst: number, passed: boolean, achieved: number): number {
  if (worst === Number.POSITIVE_INFINITY) return best * 2
  const middle = best === 0 ? worst / 2 : Math.sqrt(best * worst)
  // who kept up and was late all the same says nothing of what would be in time
  if (passed || achieved >= worst * KEPT_UP) return middle
  const guess = achieved * BELOW
  return guess > best * 1.02 && guess < worst * BELOW ? guess : middle
}
