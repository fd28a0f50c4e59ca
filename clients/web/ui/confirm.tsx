/** Asks before something that cannot be taken back. */
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmProps {
  title: string
  children: ReactNode
  /** The word on the button that does it. */
  verb: string
  busy?: boolean
  error?: string | null
  onConfirm: () => void
  onClose: () => void
}

export function Confirm({ title, children, verb, busy = false, error, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose} width={400}>
      <div className="px-5 pb-5">
        <div className="text-ink-soft">{children}</div>
        {error && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {error}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="danger" busy={busy} onClick={onConfirm} data-autofocus>
            {verb}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
