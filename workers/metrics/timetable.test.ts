import { expect, test } from 'vitest'
import { FIRST_MEASURE_MS, nextMeasureMs } from './timetable.ts'

const OUT_MS = Date.UTC(2026, 10, 21, 9)
const HOUR_MS = 60 * 60_000

test('a post is measured after 1, 6 and 24 hours, 3, 7 and 30 days, and never again', () => {
  const hours: number[] = []
  let at: number | null = OUT_MS + FIRST_MEASURE_MS
  while (at !== null) {
    hours.push((at - OUT_MS) / HOUR_MS)
    at = nextMeasureMs(OUT_MS, at)
  }
  expect(hours).toEqual([1, 6, 24, 72, 168, 720])
})

test('who comes late measures once, and goes on with what is to come', () => {
  const late = OUT_MS + 50 * HOUR_MS
  expect(nextMeasureMs(OUT_MS, late)).toBe(OUT_MS + 72 * HOUR_MS)
})
