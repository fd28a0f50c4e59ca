/** One template in the list: chosen by a click, renamed in its place, removed after a question. */
import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import type { TemplateCard } from '../../../app/api.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { Field } from '../../../ui/field.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { NetworkMark } from '../../../ui/network-mark.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import { useTemplateDeeds } from './use-templates.ts'

interface TemplateRowProps {
  template: TemplateCard
  isBusy: boolean
  onChoose: () => void
}

const SIGNS_MAX = 6

export function TemplateRow({ template, isBusy, onChoose }: TemplateRowProps) {
  const { rename, remove } = useTemplateDeeds()
  const [open, setOpen] = useState<'rename' | 'remove' | null>(null)
  const { id, name, text, to, tags, mayChange } = template
  const close = () => setOpen(null)
  if (open === 'rename')
    return (
      <li className="px-3 py-2">
        <NameForm
          name={name}
          error={rename.isError ? errorText(rename.error) : null}
          isBusy={rename.isPending}
          onSave={(next) => rename.mutate({ templateId: id, name: next }, { onSuccess: close })}
          onClose={close}
        />
      </li>
    )
  return (
    <li className="flex items-center gap-1 rounded-xl pr-1.5 hover:bg-wash">
      <button
        type="button"
        aria-busy={isBusy || undefined}
        onClick={onChoose}
        className="min-w-0 flex-1 rounded-xl px-3 py-2.5 text-left -outline-offset-2"
      >
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          {isBusy && <Spinner size={14} />}
          <span className="ml-auto flex shrink-0 gap-1">
            {to.slice(0, SIGNS_MAX).map((each) => (
              <NetworkMark
                key={JSON.stringify(each)}
                network={each.kind === 'account' ? each.network : each.kind}
                size={15}
              />
            ))}
            {to.length > SIGNS_MAX && (
              <span className="text-xs text-ink-faint">+{to.length - SIGNS_MAX}</span>
            )}
          </span>
        </span>
        <span className="line-clamp-1 text-sm text-ink-soft">{text || 'Without words'}</span>
        {tags.length > 0 && (
          <span className="block truncate text-xs text-ink-faint">
            {tags.map((tag) => `#${tag}`).join(' ')}
          </span>
        )}
      </button>
      {mayChange && (
        <Menu
          label={`What to do with ${name}`}
          icon={<Ellipsis size={16} />}
          size="small"
          items={[
            { label: 'Rename', icon: <Pencil size={16} />, onSelect: () => setOpen('rename') },
            { label: 'Remove', icon: <Trash2 size={16} />, danger: true, onSelect: () => setOpen('remove') },
          ]}
        />
      )}
      {open === 'remove' && (
        <Confirm
          title={`Remove “${name}”?`}
          verb="Remove"
          busy={remove.isPending}
          error={remove.isError ? errorText(remove.error) : null}
          onConfirm={() => remove.mutate(id, { onSuccess: close })}
          onClose={close}
        >
          Nobody here can start from it any more. Posts that were made of it stay as they are.
        </Confirm>
      )}
    </li>
  )
}

interface NameFormProps {
  name: string
  error: string | null
  isBusy: boolean
  onSave: (name: string) => void
  onClose: () => void
}

function NameForm({ name: before, error, isBusy, onSave, onClose }: NameFormProps) {
  const [name, setName] = useState(before)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === before) onClose()
    else if (name.trim() !== '' && !isBusy) onSave(name.trim())
  }
  return (
    <form onSubmit={send} className="flex items-start gap-2">
      <Field
        label="New name"
        hideLabel
        autoFocus
        maxLength={LIMITS.nameCharsMax}
        value={name}
        error={error}
        onChange={(event) => setName(event.target.value)}
        className="min-w-0 flex-1"
      />
      <Button type="submit" className="h-10" disabled={name.trim() === ''} busy={isBusy}>
        Rename
      </Button>
      <Button look="quiet" className="h-10" onClick={onClose}>
        Leave it
      </Button>
    </form>
  )
}
