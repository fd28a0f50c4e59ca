/** The organisation's templates: one to begin with, and keeping them in order. */
import { useMutation } from '@tanstack/react-query'
import { LayoutTemplate } from 'lucide-react'
import { useState } from 'react'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import type { TemplateCard } from '../../../app/api.ts'
import { useObservable, useParley } from '../../../app/parley.ts'
import { errorText } from '../../../app/reasons.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { notify } from '../../../ui/notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { useAccounts } from '../use-accounts.ts'
import { type Draft, isBlank } from './draft.ts'
import { draftOfTemplate } from './template-draft.ts'
import { TemplateRow } from './template-row.tsx'
import { useTemplates } from './use-templates.ts'

interface TemplatesDialogProps {
  draft: Draft
  onChange: (draft: Draft) => void
  onClose: () => void
}

/** With fewer one sees them all. */
const SEARCHED_MIN = 8

export function TemplatesDialog({ draft, onChange, onClose }: TemplatesDialogProps) {
  const templates = useTemplates()
  const [text, setText] = useState('')
  const begin = useBegin(draft, onChange, onClose)
  const all = templates.data ?? []
  const words = text.trim().toLowerCase()
  const found = all.filter((one) => `${one.name} ${one.text}`.toLowerCase().includes(words))
  return (
    <Dialog title="Templates" onClose={onClose} width={520}>
      {all.length >= SEARCHED_MIN && (
        <div className="px-5 pb-2">
          <input
            type="search"
            data-autofocus
            aria-label="Search templates"
            placeholder="Search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className={`${INPUT_CLASSES} h-9`}
          />
        </div>
      )}
      <div className="min-h-24 overflow-y-auto px-2 pb-3">
        {templates.isPending && <SkeletonRows count={4} label="Loading templates" />}
        {templates.isError && (
          <p role="alert" className="px-3 py-2 text-danger">
            {errorText(templates.error)}
          </p>
        )}
        {templates.isSuccess && all.length === 0 && (
          <Empty icon={<LayoutTemplate size={22} />} title="No templates yet">
            Write a post that you will need again, and save it as a template.
          </Empty>
        )}
        {all.length > 0 && found.length === 0 && (
          <p className="px-3 py-2 text-ink-faint">No template says that.</p>
        )}
        <ul>
          {found.map((template) => (
            <TemplateRow
              key={template.id}
              template={template}
              isBusy={begin.isPending && begin.variables.id === template.id}
              onChoose={() => begin.mutate(template)}
            />
          ))}
        </ul>
      </div>
    </Dialog>
  )
}

/** Puts a template in the place of the draft; what was written can be had back. */
function useBegin(before: Draft, onChange: (draft: Draft) => void, onDone: () => void) {
  const { api, conversations } = useParley()
  const { all, byId } = useAccounts()
  const { status, items } = useObservable(conversations)
  // what is not known yet is not called gone
  const isThere = (to: Destination) =>
    to.kind === 'account'
      ? all.length === 0 || byId.has(to.accountId)
      : status !== 'ready' || (to.kind === 'conversation' && items.some(({ id }) => id === to.conversationId))
  return useMutation({
    mutationFn: async ({ id }: TemplateCard) => (await api.templates.get.query({ templateId: id })).template,
    onSuccess(template) {
      const { draft, lostCount } = draftOfTemplate(template, before.at, isThere)
      onChange(draft)
      onDone()
      const undo = isBlank(before) ? null : { label: 'Undo', go: () => onChange(before) }
      notify(`Started from “${template.name}”${lostWords(lostCount)}`, undo)
    },
    onError: (error) => notify(errorText(error)),
  })
}

function lostWords(count: number): string {
  if (count === 0) return ''
  return count === 1
    ? '; one place or file is not there any more'
    : `; ${count} places or files are not there any more`
}
