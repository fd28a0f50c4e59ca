/** Buttons: with words, and with only an icon. */
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Spinner } from './spinner.tsx'

type Look = 'primary' | 'plain' | 'quiet' | 'danger'

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover',
  plain: 'bg-raised text-ink ring-1 ring-line-strong ring-inset hover:bg-wash',
  quiet: 'text-ink-soft hover:bg-wash-strong hover:text-ink',
  danger: 'bg-danger text-on-danger hover:opacity-90',
}

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look
  /** Shows that it works, and takes no second click. */
  busy?: boolean
}

export function Button({
  look = 'plain',
  busy = false,
  children,
  className,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      aria-disabled={busy || undefined}
      className={classes(
        'relative inline-flex h-9 shrink-0 items-center justify-center gap-2 rounded-lg px-3.5 font-medium whitespace-nowrap',
        'transition-[background-color,color,opacity,scale] duration-100 active:scale-[0.985] disabled:opacity-45',
        LOOKS[look],
        className,
      )}
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    >
      <span className={classes('inline-flex items-center gap-2', busy && 'invisible')}>{children}</span>
      {busy && <Spinner className="absolute" />}
    </button>
  )
}

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, for screen readers and as the hint on hover. */
  label: string
  children: ReactNode
  pressed?: boolean
  size?: 'small' | 'normal'
}

export function IconButton({
  label,
  pressed,
  size = 'normal',
  children,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-lg text-ink-soft transition-colors duration-100',
        'hover:bg-wash-strong hover:text-ink disabled:opacity-40 aria-pressed:bg-accent-wash aria-pressed:text-accent',
        size === 'small' ? 'size-7' : 'size-9 pointer-coarse:size-10',
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  )
}
