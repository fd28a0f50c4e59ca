/** What one network may be told besides text and media, and whether a target waits for another. */
import type { ReactNode } from 'react'
import type { Network } from '../../../../../engine/protocol/post-shapes.ts'
import { Field, INPUT_CLASSES } from '../../../ui/field.tsx'
import { useTargetNames } from '../use-target-name.ts'
import { type Draft, type DraftTarget, mayFollow } from './draft.ts'

interface OptionsFieldProps {
  draft: Draft
  target: DraftTarget
  onChange: (change: Partial<Pick<DraftTarget, 'options' | 'after' | 'staggerMs'>>) => void
}

/** By network: the name of the option, what it is called, and its values; the first is what happens without it. */
const CHOICES: Readonly<Partial<Record<Network, readonly Choice[]>>> = {
  x: [
    {
      name: 'replySettings',
      label: 'Who may answer',
      values: [
        ['', 'Everybody'],
        ['following', 'People the account follows'],
        ['mentionedUsers', 'People it mentions'],
      ],
    },
  ],
  instagram: [
    {
      name: 'as',
      label: 'Shown as',
      values: [
        ['', 'Post or reel'],
        ['story', 'Story'],
      ],
    },
  ],
  linkedin: [
    {
      name: 'visibility',
      label: 'Who sees it',
      values: [
        ['', 'Everybody'],
        ['CONNECTIONS', 'Connections'],
      ],
    },
  ],
  youtube: [
    {
      name: 'privacy',
      label: 'Who sees it',
      values: [
        ['', 'Everybody'],
        ['unlisted', 'Whoever has the link'],
      ],
    },
  ],
}

interface Choice {
  readonly name: string
  readonly label: string
  readonly values: readonly (readonly [value: string, label: string])[]
}

export function OptionsField({ draft, target, onChange }: OptionsFieldProps) {
  const nameOf = useTargetNames()
  const { to, options, after } = target
  const network = to.kind === 'account' ? to.network : null
  const set = (name: string, value: string | boolean) => {
    const { [name]: _, ...others } = options
    onChange({ options: value === '' || value === false ? others : { ...others, [name]: value } })
  }
  const before = mayFollow(draft, target.key)
  return (
    <div className="mt-4 grid gap-4 sm:grid-cols-2">
      {network === 'youtube' && (
        <Field
          label="Title of the film"
          placeholder="The first line of the text"
          maxLength={100}
          value={String(options.title ?? '')}
          onChange={(event) => set('title', event.target.value)}
          className="sm:col-span-2"
        />
      )}
      {(network === null ? [] : (CHOICES[network] ?? [])).map(({ name, label, values }) => (
        <Labelled key={name} label={label}>
          <select
            value={String(options[name] ?? '')}
            onChange={(event) => set(name, event.target.value)}
            className={`${INPUT_CLASSES} h-10`}
          >
            {values.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </Labelled>
      ))}
      {network === 'youtube' && (
        <label className="flex items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            className="size-4 accent-(--accent)"
            checked={options.madeForKids === true}
            onChange={(event) => set('madeForKids', event.target.checked)}
          />
          Made for children
        </label>
      )}
      {before.length > 0 && (
        <Labelled label="When">
          <select
            value={after?.key ?? ''}
            onChange={(event) =>
              onChange({ after: event.target.value === '' ? null : { key: event.target.value, delayMs: 0 } })
            }
            className={`${INPUT_CLASSES} h-10`}
          >
            <option value="">With the others</option>
            {before.map(({ key, to: other }) => (
              <option key={key} value={key}>
                Once {nameOf(other)} is out
              </option>
            ))}
          </select>
          {after && (
            <span className="mt-1.5 block text-sm text-ink-faint">
              {'{url}'} in its text becomes the address of the other.
            </span>
          )}
        </Labelled>
      )}
    </div>
  )
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="block">
      <span className="mb-1.5 block text-sm font-medium text-ink-soft">{label}</span>
      {children}
    </label>
  )
}
