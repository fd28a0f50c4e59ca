/** Ctrl K: type a few letters, press Enter, be there. */
import { useQuery } from '@tanstack/react-query'
import { CornerDownLeft, Hash, Search, SquarePen } from 'lucide-react'
import {
  type KeyboardEvent,
  type ReactNode,
  useDeferredValue,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react'
import { useObservable, useParley } from '../../app/parley.ts'
import { errorText } from '../../app/reasons.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { classes } from '../../ui/classes.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { notify } from '../../ui/notice.tsx'
import { useCreate } from './actions.ts'
import { bestMatches } from './match.ts'
import type { Beginning } from './new-conversation-dialog.tsx'

interface QuickSwitcherProps {
  onClose: () => void
  onOpen: (conversationId: string) => void
  onBegin: (way: Beginning) => void
}

interface Choice {
  readonly key: string
  readonly icon: ReactNode
  readonly label: string
  readonly side?: ReactNode
  readonly choose: () => void
}

const SHOWN_MAX = 8

export function QuickSwitcher({ onClose, onOpen, onBegin }: QuickSwitcherProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const choices = useChoices(useDeferredValue(text), { onOpen, onBegin })
  const active = Math.min(at, choices.length - 1)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt((active + 1) % choices.length)
    else if (event.key === 'ArrowUp') setAt((active - 1 + choices.length) % choices.length)
    else if (event.key === 'Enter') choices[active]?.choose()
    else return
    event.preventDefault()
  }
  return (
    <Dialog title="Find a conversation" onClose={onClose} width={560} bare>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search size={18} className="text-ink-faint" aria-hidden="true" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={`${id}-${active}`}
          aria-label="Find a conversation or a person"
          placeholder="Find a conversation or a person"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          className="h-13 w-full bg-transparent text-lg outline-none"
        />
      </div>
      <div ref={list} id={id} role="listbox" aria-label="Found" className="min-h-0 overflow-y-auto p-2">
        {choices.map((choice, index) => (
          <div
            key={choice.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseMove={() => index !== active && setAt(index)}
            onClick={choice.choose}
            onKeyDown={(event) => event.key === 'Enter' && choice.choose()}
            className={classes(
              'flex h-11 cursor-pointer items-center gap-3 rounded-lg px-2.5',
              index === active && 'bg-wash-strong',
            )}
          >
            {choice.icon}
            <span className="min-w-0 flex-1 truncate font-medium">{choice.label}</span>
            {choice.side}
            {index === active && <CornerDownLeft size={14} className="text-ink-faint" aria-hidden="true" />}
          </div>
        ))}
      </div>
    </Dialog>
  )
}

/** Conversations first, then people one has no conversation with, then ways to begin. */
function useChoices(
  text: string,
  { onOpen, onBegin }: Pick<QuickSwitcherProps, 'onOpen' | 'onBegin'>,
): Choice[] {
  const parley = useParley()
  const { items } = useObservable(parley.conversations)
  const create = useCreate(onOpen)
  const query = text.trim()
  const people = useQuery({
    queryKey: ['people.search', query],
    queryFn: () => parley.api.people.search.query({ query, limit: 20 }),
    enabled: query !== '',
  })
  const known = new Set(items.map((item) => item.peer?.id))
  const strangers = (people.data?.items ?? []).filter((person) => query !== '' && !known.has(person.id))
  return [
    ...bestMatches(items, (item) => item.name, text)
      .slice(0, SHOWN_MAX)
      .map((item) => ({
        key: item.id,
        icon: <Avatar id={item.peer?.id ?? item.id} name={item.name} kind={item.kind} size={28} />,
        label: item.name,
        side: <Badge count={item.unread} />,
        choose: () => onOpen(item.id),
      })),
    ...strangers.slice(0, SHOWN_MAX).map((person) => ({
      key: person.id,
      icon: <Avatar id={person.id} name={person.name} size={28} />,
      label: person.name,
      side: <span className="text-xs text-ink-faint">Write to</span>,
      choose: () =>
        create.mutate(
          { kind: 'direct', memberIds: [person.id] },
          { onError: (error) => notify(errorText(error)) },
        ),
    })),
    {
      key: 'new',
      icon: <Sign Icon={SquarePen} />,
      label: 'New conversation',
      choose: () => onBegin('people'),
    },
    { key: 'browse', icon: <Sign Icon={Hash} />, label: 'Browse channels', choose: () => onBegin('browse') },
  ]
}

function Sign({ Icon }: { Icon: typeof Hash }) {
  return (
    <span className="inline-flex size-7 items-center justify-center rounded-[30%] bg-wash-strong text-ink-soft">
      <Icon size={15} aria-hidden="true" />
    </span>
  )
}
