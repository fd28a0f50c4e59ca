/** Words for those who do not see a picture; networks and screen readers get them. */
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useParley } from '../../../app/parley.ts'
import type { MediaView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'

const CHARS_MAX = 1_000

interface AltTextDialogProps {
  medium: MediaView
  onClose: () => void
  onSaved: (altText: string) => void
}

export function AltTextDialog({ medium, onClose, onSaved }: AltTextDialogProps) {
  const { api } = useParley()
  const id = useId()
  const [text, setText] = useState(medium.altText ?? '')
  const save = useMutation({
    mutationFn: () => api.media.describe.mutate({ mediaId: medium.id, altText: text.trim() }),
    onSuccess() {
      onSaved(text.trim())
      onClose()
    },
  })
  return (
    <Dialog title="What is to be seen?" onClose={onClose} width={480}>
      <form
        className="px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {medium.type.startsWith('image/') && (
          <img src={medium.url} alt="" className="mb-3 max-h-56 w-full rounded-xl bg-wash object-contain" />
        )}
        <label htmlFor={id} className="text-sm text-ink-soft">
          For those who do not see it. Say what matters, as you would on the telephone.
        </label>
        <textarea
          id={id}
          data-autofocus
          rows={3}
          maxLength={CHARS_MAX}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className={`${INPUT_CLASSES} mt-2 py-2`}
        />
        {save.isError && (
          <p role="alert" className="mt-2 text-sm text-danger">
            {errorText(save.error)}
          </p>
        )}
        <div className="mt-4 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" busy={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
