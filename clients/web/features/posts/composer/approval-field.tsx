/** Who must say yes before it goes out, and whether all targets go or none. */
import type { Approval } from '../../../../../engine/protocol/post-shapes.ts'
import { classes } from '../../../ui/classes.ts'
import type { Draft } from './draft.ts'

const WAYS: readonly { readonly value: Approval; readonly label: string; readonly detail: string }[] = [
  { value: 'none', label: 'Nobody', detail: 'It goes out at its time.' },
  { value: 'internal', label: 'One of us', detail: 'Somebody else here says yes first.' },
  {
    value: 'internalThenClient',
    label: 'Us, then the client',
    detail: 'The client gets a link, no account needed.',
  },
]

interface ApprovalFieldProps {
  draft: Draft
  /** Of a post that exists it stays as it was. */
  isFixed: boolean
  onChange: (change: Partial<Draft>) => void
}

export function ApprovalField({ draft, isFixed, onChange }: ApprovalFieldProps) {
  const shown = isFixed ? WAYS.filter(({ value }) => value === draft.approval) : WAYS
  return (
    <div className="space-y-4">
      <fieldset disabled={isFixed}>
        <legend className="mb-2 text-sm font-medium text-ink-soft">Who must say yes</legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {shown.map(({ value, label, detail }) => (
            <label
              key={value}
              className={classes(
                'relative cursor-pointer rounded-xl px-3.5 py-2.5 ring-inset has-focus-visible:outline-2 has-focus-visible:outline-accent',
                draft.approval === value
                  ? 'bg-accent-wash ring-2 ring-accent'
                  : 'ring-1 ring-line-strong hover:bg-wash',
              )}
            >
              <input
                type="radio"
                name="approval"
                className="sr-only"
                checked={draft.approval === value}
                onChange={() => onChange({ approval: value })}
              />
              <span className="block font-medium">{label}</span>
              <span className="block text-sm text-ink-faint">{detail}</span>
            </label>
          ))}
        </div>
      </fieldset>
      {draft.targets.length > 1 && (
        <label className={classes('flex items-center gap-2.5 text-sm', isFixed && 'opacity-60')}>
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            disabled={isFixed}
            checked={draft.together}
            onChange={(event) => onChange({ together: event.target.checked })}
          />
          All or nothing: when one network refuses it, those that have not begun are stopped
        </label>
      )}
    </div>
  )
}
