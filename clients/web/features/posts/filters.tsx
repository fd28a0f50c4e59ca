/** Which posts are shown: by account, by how they stand, by tag. In the sidebar, and in a dialog on a phone. */
import type { ReactNode } from 'react'
import { STATUSES } from '../../../../engine/post/status.ts'
import { classes } from '../../ui/classes.ts'
import { NETWORK_TITLES, NetworkMark } from '../../ui/network-mark.tsx'
import { STATUS_LOOKS, TONE_DOTS } from './status-look.ts'
import { TagsField } from './tags-field.tsx'
import { useAccounts } from './use-accounts.ts'
import { chooseView, toggled, useViewChoice } from './view-choice.ts'

export function Filters() {
  const { statuses, accountIds, tags } = useViewChoice()
  const { all } = useAccounts()
  return (
    <div className="space-y-5">
      {all.length > 0 && (
        <Group title="Accounts">
          {all.map(({ id, name, network, health }) => (
            <Choice
              key={id}
              isOn={accountIds.includes(id)}
              onChange={() => chooseView({ accountIds: toggled(accountIds, id) })}
            >
              <NetworkMark network={network} size={17} />
              <span className="min-w-0 truncate">{name}</span>
              <span className="sr-only">on {NETWORK_TITLES[network]}</span>
              {health === 'dead' && <span className="ml-auto text-xs text-danger">connect again</span>}
            </Choice>
          ))}
        </Group>
      )}
      <Group title="Status">
        {STATUSES.map((status) => (
          <Choice
            key={status}
            isOn={statuses.includes(status)}
            onChange={() => chooseView({ statuses: toggled(statuses, status) })}
          >
            <span
              aria-hidden="true"
              className={classes('mx-1 size-2 shrink-0 rounded-full', TONE_DOTS[STATUS_LOOKS[status].tone])}
            />
            {STATUS_LOOKS[status].label}
          </Choice>
        ))}
      </Group>
      <Group title="Tags">
        <div className="px-1.5">
          <TagsField
            label="Only posts with these tags"
            tags={tags}
            onChange={(next) => chooseView({ tags: next })}
          />
        </div>
      </Group>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="px-2.5 pb-1 text-xs font-medium text-ink-faint">{title}</legend>
      {children}
    </fieldset>
  )
}

interface ChoiceProps {
  isOn: boolean
  onChange: () => void
  children: ReactNode
}

function Choice({ isOn, onChange, children }: ChoiceProps) {
  return (
    <label
      className={classes(
        'flex h-8 cursor-pointer items-center gap-2 rounded-lg px-2 text-sm transition-colors hover:bg-wash-strong',
        'has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isOn ? 'bg-accent-wash font-medium text-ink' : 'text-ink-soft',
      )}
    >
      <input type="checkbox" className="sr-only" checked={isOn} onChange={onChange} />
      {children}
    </label>
  )
}
