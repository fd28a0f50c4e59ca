/** Searches people while one types; arrow keys and Enter choose, Backspace takes the last one back. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import type { Person } from '../../../sdk/types.ts'
import { useParley } from '../../app/parley.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { PersonOptions } from './person-options.tsx'

interface PersonPickerProps {
  chosen: readonly Person[]
  onChange: (people: Person[]) => void
  /** People who cannot be chosen: they are members already. */
  without?: ReadonlySet<string>
  placeholder?: string
}

export function PersonPicker({
  chosen,
  onChange,
  without,
  placeholder = 'Name or e-mail',
}: PersonPickerProps) {
  const { api } = useParley()
  const listId = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const query = useDeferredValue(text.trim())
  const found = useQuery({
    queryKey: ['people.search', query],
    queryFn: () => api.people.search.query({ query, limit: 20 }),
    placeholderData: keepPreviousData,
  })
  const taken = new Set(chosen.map((person) => person.id))
  const options = (found.data?.items ?? []).filter(
    (person) => !taken.has(person.id) && !without?.has(person.id),
  )
  // what is shown may still be the answer to what was typed before; nobody of it is marked, so that Enter takes nobody
  const isStale = found.isPlaceholderData || query !== text.trim()
  const active = isStale ? -1 : Math.min(at, options.length - 1)

  const choose = (person: Person) => {
    onChange([...chosen, person])
    setText('')
    setAt(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const person = options[active]
    if (isStale && event.key === 'Enter' && text !== '') event.preventDefault()
    else if (event.key === 'ArrowDown') setAt(Math.min(active + 1, options.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0))
    else if (
      event.key === 'Enter' &&
      !event.ctrlKey &&
      !event.metaKey &&
      person &&
      (text !== '' || chosen.length === 0)
    ) {
      choose(person)
    } else if (event.key === 'Backspace' && text === '') onChange(chosen.slice(0, -1))
    else return
    event.preventDefault()
  }
  return (
    <div>
      <div className="flex min-h-11 flex-wrap items-center gap-1.5 rounded-lg bg-raised px-2.5 py-1.5 ring-1 ring-line-strong ring-inset focus-within:ring-2 focus-within:ring-accent">
        <Search size={16} className="mx-0.5 shrink-0 text-ink-faint" aria-hidden="true" />
        {chosen.map((person) => (
          <span
            key={person.id}
            className="inline-flex items-center gap-1.5 rounded-full bg-accent-wash py-0.5 pr-1 pl-0.5 text-sm"
          >
            <Avatar id={person.id} name={person.name} size={22} />
            {person.name}
            <button
              type="button"
              aria-label={`Take ${person.name} out`}
              onClick={() => onChange(chosen.filter((other) => other.id !== person.id))}
              className="inline-flex size-5 items-center justify-center rounded-full hover:bg-wash-strong"
            >
              <X size={13} />
            </button>
          </span>
        ))}
        <input
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          autoFocus
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={options[active] ? `${listId}-${options[active].id}` : undefined}
          aria-label="People"
          placeholder={chosen.length === 0 ? placeholder : 'Add somebody else'}
          autoComplete="off"
          className="h-7 min-w-32 flex-1 bg-transparent text-md outline-none"
        />
      </div>
      <PersonOptions
        id={listId}
        options={options}
        active={active}
        status={found.isPending ? 'loading' : found.isError ? 'failed' : 'ready'}
        query={query}
        onActive={setAt}
        onChoose={choose}
      />
    </div>
  )
}
