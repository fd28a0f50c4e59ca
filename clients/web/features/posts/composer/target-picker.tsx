/** Where a post goes: the organisation's accounts to tap, and conversations from a list. */
import { MessageSquarePlus, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import { useObservable, useParley } from '../../../app/parley.ts'
import { ACCOUNTS_PATH } from '../../../app/routes.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { classes } from '../../../ui/classes.ts'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { useAccounts } from '../use-accounts.ts'
import type { Checked } from './checked.ts'
import { type Draft, keyOf, withToggled } from './draft.ts'

interface TargetPickerProps {
  draft: Draft
  checked: readonly Checked[]
  onChange: (draft: Draft) => void
}

export function TargetPicker({ draft, checked, onChange }: TargetPickerProps) {
  const { all, isLoading } = useAccounts()
  const { items } = useObservable(useParley().conversations)
  const toggle = (to: Destination) => onChange(withToggled(draft, to))
  const isOn = (to: Destination) => draft.targets.some(({ key }) => key === keyOf(to))
  const isBad = (to: Destination) =>
    checked.some(({ key, problems }) => key === keyOf(to) && problems.some(({ isFatal }) => isFatal))
  const rooms = draft.targets.flatMap(({ to }) => (to.kind === 'conversation' ? [to] : []))
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium text-ink-soft">Where it goes</legend>
      <div className="flex flex-wrap gap-2">
        {all.map(({ id, network, name, health }) => {
          const to = { kind: 'account', accountId: id, network } as const
          return (
            <TargetToggle key={id} isOn={isOn(to)} isBad={isBad(to)} onChange={() => toggle(to)}>
              <NetworkMark network={network} size={20} />
              <span className="max-w-40 truncate">{name}</span>
              <span className="sr-only">on {NETWORK_TITLES[network]}</span>
              {health === 'dead' && <span className="text-xs text-danger">connect again</span>}
            </TargetToggle>
          )
        })}
        {rooms.map((to) => (
          <TargetToggle key={to.conversationId} isOn isBad={isBad(to)} onChange={() => toggle(to)}>
            <NetworkMark network="conversation" size={20} />
            <span className="max-w-40 truncate">
              {items.find(({ id }) => id === to.conversationId)?.name ?? 'A conversation'}
            </span>
          </TargetToggle>
        ))}
        <ConversationPicker isOn={isOn} onToggle={toggle} />
        {!isLoading && all.length === 0 && (
          <Link
            href={ACCOUNTS_PATH}
            className="inline-flex h-10 items-center gap-1.5 rounded-full px-3 text-sm font-medium text-accent hover:bg-wash"
          >
            <Plus size={16} aria-hidden="true" />
            Connect an account
          </Link>
        )}
      </div>
    </fieldset>
  )
}

interface TargetToggleProps {
  isOn: boolean
  isBad: boolean
  onChange: () => void
  children: React.ReactNode
}

function TargetToggle({ isOn, isBad, onChange, children }: TargetToggleProps) {
  return (
    <label
      className={classes(
        'inline-flex h-10 cursor-pointer items-center gap-2 rounded-full pr-3.5 pl-2.5 text-sm font-medium transition-colors',
        'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
        isOn
          ? 'bg-accent-wash text-ink ring-2 ring-inset'
          : 'text-ink-soft ring-1 ring-line-strong ring-inset hover:bg-wash',
        isOn && (isBad ? 'ring-danger' : 'ring-accent'),
      )}
    >
      <input type="checkbox" className="sr-only" checked={isOn} onChange={onChange} />
      {children}
    </label>
  )
}

interface ConversationPickerProps {
  isOn: (to: Destination) => boolean
  onToggle: (to: Destination) => void
}

function ConversationPicker({ isOn, onToggle }: ConversationPickerProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const [text, setText] = useState('')
  const { items } = useObservable(useParley().conversations)
  const found = items.filter(
    (item) => !item.archived && item.name.toLowerCase().includes(text.trim().toLowerCase()),
  )
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
        className="inline-flex h-10 items-center gap-2 rounded-full border border-dashed border-line-strong px-3.5 text-sm text-ink-soft hover:bg-wash hover:text-ink"
      >
        <MessageSquarePlus size={16} aria-hidden="true" />
        Conversation
      </button>
      {isOpen && (
        <Popover
          anchor={button}
          onClose={() => setOpen(false)}
          label="Conversations"
          align="start"
          className="w-72"
        >
          <div className="p-1">
            <input
              autoFocus
              aria-label="Find a conversation"
              placeholder="Find a conversation"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={`${INPUT_CLASSES} h-9`}
            />
          </div>
          <div className="max-h-64 overflow-y-auto">
            {found.map((item) => {
              const to = { kind: 'conversation', conversationId: item.id } as const
              return (
                <label
                  key={item.id}
                  className="flex h-10 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 hover:bg-wash-strong has-focus-visible:bg-wash-strong"
                >
                  <Avatar id={item.peer?.id ?? item.id} name={item.name} kind={item.kind} size={26} />
                  <span className="min-w-0 flex-1 truncate">{item.name}</span>
                  <input
                    type="checkbox"
                    className="size-4 accent-(--accent)"
                    checked={isOn(to)}
                    onChange={() => onToggle(to)}
                  />
                </label>
              )
            })}
            {found.length === 0 && <p className="px-3 py-2 text-sm text-ink-faint">None of that name.</p>}
          </div>
        </Popover>
      )}
    </>
  )
}
