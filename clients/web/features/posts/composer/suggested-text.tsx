/** A suggestion as far as it is written, with what it uses up and what went wrong. */
import { classes } from '../../../ui/classes.ts'
import type { Place } from './caption-place.ts'
import { captionTrouble } from './caption-trouble.ts'
import type { Suggestion } from './use-suggestion.ts'

interface SuggestedTextProps {
  suggestion: Suggestion
  place: Place
  /** Who writes, as people know them. */
  writer: string
}

export function SuggestedText({ suggestion, place, writer }: SuggestedTextProps) {
  const { is, text, error } = suggestion
  const isEmpty = text === ''
  return (
    <section aria-label="Suggestion" aria-busy={is === 'writing'}>
      {(is === 'writing' || !isEmpty) && (
        <div
          className={classes(
            'max-h-64 min-h-28 overflow-y-auto rounded-xl bg-wash px-4 py-3 text-md leading-6 whitespace-pre-wrap',
            is !== 'whole' && is !== 'writing' && 'text-ink-faint',
          )}
        >
          {isEmpty ? <Thinking /> : text}
          {is === 'writing' && !isEmpty && (
            <span
              aria-hidden="true"
              className="ml-0.5 inline-block h-4 w-0.5 animate-breathe bg-accent align-text-bottom"
            />
          )}
        </div>
      )}
      {!isEmpty && <Used count={place.count(text)} place={place} />}
      {/* a live region that is read once it is done: word by word it would stutter */}
      <p role="status" className={is === 'stopped' ? 'mt-1.5 text-sm text-ink-soft' : 'sr-only'}>
        {is === 'whole' && `Suggestion: ${text}`}
        {is === 'stopped' && 'Stopped, so this is not whole.'}
      </p>
      {is === 'failed' && (
        <p role="alert" className={classes('text-sm text-danger', !isEmpty && 'mt-1.5')}>
          {captionTrouble(error, writer)}
        </p>
      )}
    </section>
  )
}

function Thinking() {
  return (
    <div className="animate-breathe space-y-2.5 pt-1">
      <span className="sr-only">Writing</span>
      {['w-11/12', 'w-4/5', 'w-1/2'].map((width) => (
        <div key={width} className={classes('h-3 rounded-full bg-wash-strong', width)} />
      ))}
    </div>
  )
}

function Used({ count, place }: { count: number; place: Place }) {
  const over = count - place.textMax
  return (
    <p className={classes('mt-1.5 text-xs tabular-nums', over > 0 ? 'text-danger' : 'text-ink-faint')}>
      {over > 0
        ? `${over.toLocaleString()} too many for ${place.title}`
        : `${count.toLocaleString()} of ${place.textMax.toLocaleString()} for ${place.title}`}
    </p>
  )
}
