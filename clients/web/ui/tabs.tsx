/** A row of two or three choices of which one is on. */
import { classes } from './classes.ts'

interface TabsProps<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string }[]
  onChange: (value: Value) => void
}

export function Tabs<Value extends string>({ label, value, options, onChange }: TabsProps<Value>) {
  const step = (by: number) => {
    const at = options.findIndex((option) => option.value === value)
    const next = options[(at + by + options.length) % options.length]
    if (next) onChange(next.value)
  }
  return (
    <div
      role="tablist"
      aria-label={label}
      className="flex rounded-lg bg-wash-strong p-0.5"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') step(1)
        else if (event.key === 'ArrowLeft') step(-1)
      }}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="tab"
          aria-selected={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          ref={(button) => {
            // arrow keys changed the choice: the focus follows it
            const inside = button?.parentElement?.contains(document.activeElement)
            if (inside && option.value === value) button?.focus()
          }}
          onClick={() => onChange(option.value)}
          className={classes(
            'h-8 flex-1 rounded-md px-3 text-sm font-medium transition-colors',
            option.value === value ? 'bg-raised text-ink shadow-sheet' : 'text-ink-soft hover:text-ink',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
