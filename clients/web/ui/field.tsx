/** A labelled input with its hint or its error below it. */
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

interface FieldProps extends ComponentProps<'input'> {
  label: string
  error?: string | null
  hint?: ReactNode
  /** Stands inside the right end of the input. */
  trailing?: ReactNode
  hideLabel?: boolean
}

export const INPUT_CLASSES =
  'w-full rounded-lg bg-raised px-3 text-ink ring-1 ring-line-strong ring-inset transition-shadow duration-100 ' +
  'hover:ring-ink-faint/60 focus:outline-none focus:ring-2 focus:ring-accent aria-invalid:ring-danger'

export function Field({ label, error, hint, trailing, hideLabel, className, ...input }: FieldProps) {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={className}>
      <label
        htmlFor={id}
        className={hideLabel ? 'sr-only' : 'mb-1.5 block text-sm font-medium text-ink-soft'}
      >
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? `${id}-note` : undefined}
          className={classes(INPUT_CLASSES, 'h-10 text-md', trailing ? 'pr-11' : null)}
          {...input}
        />
        {trailing && <div className="absolute inset-y-0 right-1 flex items-center">{trailing}</div>}
      </div>
      {note && (
        <div
          id={`${id}-note`}
          role={error ? 'alert' : undefined}
          className={classes('mt-1.5 text-sm', error ? 'text-danger' : 'text-ink-faint')}
        >
          {note}
        </div>
      )}
    </div>
  )
}
