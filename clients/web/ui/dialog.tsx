/** A modal dialog on the platform's own <dialog>: it traps focus, closes on Escape and gives focus back. */
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** Width on wide screens, px; a phone gets all of it. */
  width?: number
  /** Without its title row, which is then only read aloud: for the quick switcher. */
  bare?: boolean
}

/** Open while it is rendered. What carries `data-autofocus` gets the focus first. */
export function Dialog({ title, onClose, children, width = 440, bare = false }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // React's autoFocus comes before the dialog is shown, when nothing in it can have the focus
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // the backdrop belongs to the dialog: a press that begins on the element itself is beside its content
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
      onKeyDown={(event) => event.stopPropagation()}
      className={classes(
        'sheet-dialog max-h-[min(44rem,calc(100dvh-2rem))] w-[calc(100vw-1.5rem)] overflow-hidden rounded-2xl bg-raised',
        'shadow-float',
        bare ? 'mt-[12dvh]' : 'mt-[9dvh]',
      )}
      style={{ maxWidth: width }}
    >
      <div className="flex max-h-[inherit] flex-col">
        <header className={bare ? 'sr-only' : 'flex items-center justify-between gap-3 py-3 pr-3 pl-5'}>
          <h2 id={titleId} className="text-lg font-semibold tracking-tight">
            {title}
          </h2>
          {!bare && (
            <IconButton label="Close" onClick={onClose}>
              <X size={18} />
            </IconButton>
          )}
        </header>
        {children}
      </div>
    </dialog>
  )
}
