/** The two ways between a draft and the organisation's templates: begin with one, keep this as one. */
import { BookmarkPlus, LayoutTemplate } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { type Draft, isBlank } from './draft.ts'
import { SaveTemplateDialog } from './save-template-dialog.tsx'
import { TemplatesDialog } from './templates-dialog.tsx'

interface TemplateBarProps {
  draft: Draft
  /** A post that exists is not begun again. */
  isNew: boolean
  onChange: (draft: Draft) => void
}

export function TemplateBar({ draft, isNew, onChange }: TemplateBarProps) {
  const [open, setOpen] = useState<'choose' | 'save' | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="-mx-3.5 -mt-2 mb-3 flex flex-wrap">
      {isNew && (
        <Button look="quiet" onClick={() => setOpen('choose')}>
          <LayoutTemplate size={16} aria-hidden="true" />
          Start from a template
        </Button>
      )}
      <Button look="quiet" disabled={isBlank(draft)} onClick={() => setOpen('save')}>
        <BookmarkPlus size={16} aria-hidden="true" />
        Save as template
      </Button>
      {open === 'choose' && <TemplatesDialog draft={draft} onChange={onChange} onClose={close} />}
      {open === 'save' && <SaveTemplateDialog draft={draft} onClose={close} />}
    </div>
  )
}
