/** Keeps a draft as a template, under a new name or over one that is there. */
import { type FormEvent, useState } from 'react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { newId } from '../../../app/new-id.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { notify } from '../../../ui/notice.tsx'
import type { Draft } from './draft.ts'
import { templateOf } from './template-draft.ts'
import { useTemplateDeeds, useTemplates } from './use-templates.ts'

interface SaveTemplateDialogProps {
  draft: Draft
  onClose: () => void
}

export function SaveTemplateDialog({ draft, onClose }: SaveTemplateDialogProps) {
  const templates = useTemplates()
  const { save } = useTemplateDeeds()
  // one dialog keeps one template, however often it is sent
  const [commandId] = useState(newId)
  const [name, setName] = useState('')
  const clean = name.trim()
  const same = templates.data?.find((one) => one.name === clean)
  const isTheirs = same !== undefined && !same.mayChange
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (clean === '' || isTheirs || save.isPending) return
    const over = same ? { templateId: same.id } : { commandId }
    save.mutate(
      { ...templateOf(draft), name: clean, ...over },
      {
        onSuccess() {
          notify(`Kept as “${clean}”`)
          onClose()
        },
      },
    )
  }
  return (
    <Dialog title="Save as template" onClose={onClose} width={420}>
      <form onSubmit={send} className="space-y-4 px-5 pb-5">
        <p className="text-ink-soft">
          Everybody here can start from it: words, files, places, options, tags and who must say yes. Its time
          is not kept.
        </p>
        <Field
          label="Name"
          data-autofocus
          placeholder="Launch day"
          maxLength={LIMITS.nameCharsMax}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={
            isTheirs
              ? 'Somebody else keeps a template of that name. Choose another one.'
              : save.isError
                ? errorText(save.error)
                : null
          }
          hint={same && 'There is one of that name: it will hold this instead.'}
        />
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={clean === '' || isTheirs} busy={save.isPending}>
            {same && !isTheirs ? 'Write over it' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
