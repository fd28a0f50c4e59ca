/** What one network may be told besides text and media, and whether a target waits for another. */
import type { Network } from '../../../../../engine/protocol/post-shapes.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
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
        <Select
          key={name}
          label={label}
          value={String(options[name] ?? '')}
          options={values}
          onChange={(value) => set(name, value)}
        />
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
        <Select
          label="When"
          value={after?.key ?? ''}
          options={[
            ['', 'With the others'],
            ...before.map(({ key, to: other }) => [key, `Once ${nameOf(other)} is out`] as const),
          ]}
          hint={after && '{url} in its text becomes the address of the other.'}
          onChange={(key) => onChange({ after: key === '' ? null : { key, delayMs: 0 } })}
        />
      )}
    </div>
  )
}
