/** `makeHealth`: whether this process lives, and whether each part of it is ready to serve. */

/** What `/health/ready` answers: `ok` for each part, or why it is not. */
export interface Readiness {
  readonly ready: boolean
  readonly parts: Readonly<Record<string, string>>
}

export interface Health {
  /** Adds a part. `check` resolves when the part works and rejects with the reason when it does not. */
  part(name: string, check: () => Promise<void>): void
  /** The process answers, so it lives. */
  live(): { readonly live: true }
  /** Runs all checks at once; one that takes longer than two seconds counts as failed. */
  ready(): Promise<Readiness>
  /** From now on not ready, so that load balancers send nobody here any more. */
  stopping(): void
}

const CHECK_MS_MAX = 2_000

export function makeHealth(): Health {
  const checks = new Map<string, () => Promise<void>>()
  let stopping = false
  return {
    part(name, check) {
      checks.set(name, check)
    },
    live: () => ({ live: true }),
    async ready() {
      const states = await Promise.all(
        [...checks].map(async ([name, check]) => [name, await state(check)] as const),
      )
      if (stopping) states.push(['process', 'stopping'])
      return { ready: states.every(([, said]) => said === 'ok'), parts: Object.fromEntries(states) }
    },
    stopping() {
      stopping = true
    },
  }
}

async function state(check: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, CHECK_MS_MAX, `no answer within ${CHECK_MS_MAX} ms`)
  })
  try {
    return await Promise.race([check().then(() => 'ok'), late])
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    clearTimeout(timer)
  }
}
