/** `makeLatencies`: a histogram of µs, told as percentiles in ms. */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js'
import type { Latency } from './plan.ts'

const MAX_US = 120_000_000
const CURVE = [0, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9, 99.99, 100]

export interface Latencies {
  /** `count` events that took as long as this one. */
  add(us: number, count?: number): void
  told(): Latency
  /** For another process, which gives it to `unpack`. */
  packed(): string
  /** What another one has seen counts here too. */
  unpack(packed: string): void
}

/** Three digits are kept, from 1 µs to two minutes; what is outside counts as the nearest. */
export function makeLatencies(): Latencies {
  const histogram: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: MAX_US,
    numberOfSignificantValueDigits: 3,
  })
  const ms = (percent: number) => histogram.getValueAtPercentile(percent) / 1_000
  return {
    add(us, count = 1) {
      histogram.recordValueWithCount(Math.min(MAX_US, Math.max(1, Math.round(us))), count)
    },
    packed: () => encodeIntoCompressedBase64(histogram),
    unpack(packed) {
      histogram.add(decodeFromCompressedBase64(packed) as Histogram)
    },
    told: () => ({
      count: histogram.totalCount,
      p50: ms(50),
      p90: ms(90),
      p99: ms(99),
      p999: ms(99.9),
      max: histogram.maxValue / 1_000,
      curve: CURVE.map((percent) => [percent, ms(percent)] as const),
    }),
  }
}
