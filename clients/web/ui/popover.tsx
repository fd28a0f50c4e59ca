/** Something small that floats beside its button, on the platform's popover: light dismiss, Escape, top layer. */
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { classes } from './classes.ts'

interface PopoverProps {
  anchor: RefObject<HTMLElement | null>
  onClose: () => void
  children: ReactNode
  role?: 'menu' | 'dialog'
  label: string
  className?: string
  /** Which edge of the anchor it shares. */
  align?: 'start' | 'end'
}

const GAP_PX = 6
const EDGE_PX = 8

/** Open while it is rendered. Stands below its anchor, or above when there is no room. */
export function Popover({
  anchor,
  onClose,
  children,
  role = 'dialog',
  label,
  className,
  align = 'end',
}: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const pop = ref.current
    if (!pop) return
    if (!pop.matches(':popover-open')) pop.showPopover()
    const settle = () => anchor.current && place(pop, anchor.current.getBoundingClientRect(), align)
    settle()
    // what it shows may arrive later and make it taller
    const observer = new ResizeObserver(settle)
    observer.observe(pop)
    const closed = (event: ToggleEvent) => event.newState === 'closed' && close.current()
    pop.addEventListener('toggle', closed)
    return () => {
      observer.disconnect()
      pop.removeEventListener('toggle', closed)
    }
  }, [anchor, align])
  useEffect(() => {
    const button = anchor.current
    return () => button?.focus({ preventScroll: true })
  }, [anchor])
  return (
    <div
      ref={ref}
      popover="auto"
      role={role}
      aria-label={label}
      className={classes(
        'fixed m-0 max-w-[calc(100vw-1rem)] animate-appear rounded-xl bg-raised p-1 text-ink shadow-float',
        className,
      )}
    >
      {children}
    </div>
  )
}

function place(pop: HTMLElement, at: DOMRect, align: 'start' | 'end'): void {
  const { offsetWidth, offsetHeight } = pop
  const wanted = align === 'start' ? at.left : at.right - offsetWidth
  const left = Math.max(EDGE_PX, Math.min(wanted, innerWidth - offsetWidth - EDGE_PX))
  const below = at.bottom + GAP_PX
  const fits = below + offsetHeight <= innerHeight - EDGE_PX
  pop.style.left = `${left}px`
  pop.style.top = `${fits ? below : Math.max(EDGE_PX, at.top - GAP_PX - offsetHeight)}px`
}
