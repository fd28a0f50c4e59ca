/** A button with a menu: arrow keys move, Escape closes, focus goes back to the button. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { Popover } from './popover.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly danger?: boolean
  readonly checked?: boolean
  readonly onSelect: () => void
}

interface MenuProps {
  label: string
  icon: ReactNode
  items: readonly MenuItem[]
  size?: 'small' | 'normal'
  tabIndex?: number
}

export function Menu({ label, icon, items, size = 'normal', tabIndex }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        size={size}
        tabIndex={tabIndex}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        {icon}
      </IconButton>
      {open && (
        <Popover
          anchor={button}
          onClose={() => setOpen(false)}
          role="menu"
          label={label}
          className="min-w-48"
        >
          <MenuItems items={items} onDone={() => setOpen(false)} />
        </Popover>
      )}
    </>
  )
}

function MenuItems({ items, onDone }: { items: readonly MenuItem[]; onDone: () => void }) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => list.current?.querySelector('button')?.focus(), [])
  const move = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    buttons[(at + step + buttons.length) % buttons.length]?.focus()
  }
  return (
    <div ref={list} onKeyDown={move} role="presentation">
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          onClick={() => {
            onDone()
            item.onSelect()
          }}
          className={classes(
            'flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-left outline-none',
            item.danger
              ? 'text-danger hover:bg-danger-wash focus-visible:bg-danger-wash'
              : 'hover:bg-wash-strong focus-visible:bg-wash-strong aria-checked:text-accent',
          )}
        >
          {item.icon && <span className="inline-flex w-4 justify-center opacity-75">{item.icon}</span>}
          {item.label}
        </button>
      ))}
    </div>
  )
}
