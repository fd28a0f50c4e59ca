/** A box to tick, also half-ticked; the whole of its label takes the press. */
import { type ReactNode, useEffect, useRef } from 'react'
import { classes } from './classes.ts'

interface CheckboxProps {
  /** Read aloud when `children` do not say it. */
  label?: string
  isOn: boolean
  /** Some of what it stands for is chosen. */
  isPartly?: boolean
  disabled?: boolean
  onChange: (isRange: boolean) => void
  children?: ReactNode
  className?: string
}

/** `onChange` is told whether Shift was held: in a list that means everything since the last one. */
export function Checkbox({
  label,
  isOn,
  isPartly = false,
  disabled,
  onChange,
  children,
  className,
}: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current) input.current.indeterminate = isPartly
  }, [isPartly])
  return (
    <label
      className={classes('inline-flex cursor-pointer items-center gap-2 select-none', className)}
      // a press with Shift would select words from the last one to here
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <input
        ref={input}
        type="checkbox"
        aria-label={label}
        checked={isOn}
        disabled={disabled}
        onChange={(event) => onChange((event.nativeEvent as MouseEvent).shiftKey)}
        className="size-4 shrink-0 cursor-pointer accent-accent"
      />
      {children}
    </label>
  )
}
