/** What happens when a post could not go out in time, as a sentence that opens into its two choices. */
import type { Lateness, OnLate } from '../../../../../engine/post/lateness.ts'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { durationWords, latenessWords } from '../time-words.ts'

const MINUTE_MS = 60_000
const PATIENCES_MS = [0, 15 * MINUTE_MS, 60 * MINUTE_MS, 6 * 60 * MINUTE_MS, 24 * 60 * MINUTE_MS]
const ENDS: readonly (readonly [OnLate, string])[] = [
  ['ask', 'ask us first'],
  ['publish', 'publish it all the same'],
  ['skip', 'leave it out'],
  ['nextSlot', 'take the next free slot'],
]

interface LatenessFieldProps {
  lateness: Lateness
  onChange: (lateness: Lateness) => void
}

export function LatenessField({ lateness, onChange }: LatenessFieldProps) {
  const { maxMs, onLate } = lateness
  const patiences = PATIENCES_MS.includes(maxMs)
    ? PATIENCES_MS
    : [...PATIENCES_MS, maxMs].sort((a, b) => a - b)
  return (
    <details className="mt-2 text-sm text-ink-faint">
      <summary className="inline rounded hover:text-ink">{latenessWords(lateness)}</summary>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-ink-soft">
        When it is more than
        <select
          aria-label="How late"
          disabled={onLate === 'publish'}
          value={maxMs}
          onChange={(event) => onChange({ onLate, maxMs: Number(event.target.value) })}
          className={`${INPUT_CLASSES} h-8 w-auto! disabled:opacity-50`}
        >
          {patiences.map((ms) => (
            <option key={ms} value={ms}>
              {ms === 0 ? 'no time' : durationWords(ms)}
            </option>
          ))}
        </select>
        late,
        <select
          aria-label="What then"
          value={onLate}
          onChange={(event) => onChange({ maxMs, onLate: event.target.value as OnLate })}
          className={`${INPUT_CLASSES} h-8 w-auto!`}
        >
          {ENDS.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </p>
    </details>
  )
}
