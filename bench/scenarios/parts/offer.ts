/** `offer`: calls at a constant rate in an open loop, and how long each took from when it was due. */

export interface Offered {
  /** ms from when each was due, so a server that stalls is charged for everything that waited meanwhile. */
  readonly latenciesMs: readonly number[]
  readonly failed: number
  /** The first failure. */
  readonly why: string | null
}

export interface OfferOptions {
  readonly perSecond: number
  readonly seconds: number
  /** Ends the load before its time. */
  readonly signal?: AbortSignal
}

/** Resolves when everything that was offered has been answered. */
export async function offer(
  { perSecond, seconds, signal }: OfferOptions,
  call: (index: number) => Promise<unknown>,
): Promise<Offered> {
  const latenciesMs: number[] = []
  const calls: Promise<void>[] = []
  let failed = 0
  let why: string | null = null
  const startMs = performance.now()
  const total = Math.round(perSecond * seconds)

  const one = async (index: number) => {
    const dueMs = startMs + (index * 1_000) / perSecond
    try {
      await call(index)
      latenciesMs.push(performance.now() - dueMs)
    } catch (error) {
      failed++
      why ??= String(error)
    }
  }
  for (let made = 0; made < total && !signal?.aborted; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startMs) * perSecond) / 1_000) + 1)
    while (made < due) calls.push(one(made++))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(calls)
  return { latenciesMs, failed, why }
}
