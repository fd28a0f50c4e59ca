/** The list below the picker: people who fit, or why there are none. */
import { useEffect, useRef } from 'react'
import type { Person } from '../../../sdk/types.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { SkeletonRows } from '../../ui/skeleton.tsx'

interface PersonOptionsProps {
  id: string
  options: readonly Person[]
  active: number
  status: 'loading' | 'failed' | 'ready'
  query: string
  onActive: (index: number) => void
  onChoose: (person: Person) => void
}

export function PersonOptions({
  id,
  options,
  active,
  status,
  query,
  onActive,
  onChoose,
}: PersonOptionsProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div className="-mx-2 mt-2 h-64 overflow-y-auto px-2">
      <div ref={list} id={id} role="listbox" aria-label="People found">
        {options.map((person, index) => (
          <div
            key={person.id}
            id={`${id}-${person.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseMove={() => index !== active && onActive(index)}
            onMouseDown={(event) => event.preventDefault()} // the input keeps the focus
            onClick={() => onChoose(person)}
            onKeyDown={(event) => event.key === 'Enter' && onChoose(person)}
            className={classes(
              'flex h-12 cursor-pointer items-center gap-3 rounded-lg px-2.5',
              index === active && 'bg-wash-strong',
            )}
          >
            <Avatar id={person.id} name={person.name} size={32} />
            <span className="truncate font-medium">{person.name}</span>
          </div>
        ))}
      </div>
      {status === 'loading' && <SkeletonRows count={4} label="Looking for people" />}
      {status === 'failed' && options.length === 0 && (
        <p className="px-3 py-6 text-center text-ink-soft">
          People cannot be searched while you are offline.
        </p>
      )}
      {status === 'ready' && options.length === 0 && (
        <p className="animate-late px-3 py-6 text-center text-ink-soft">
          {query === ''
            ? 'Nobody else is here yet. Invite a colleague to sign up.'
            : `Nobody found for “${query}”.`}
        </p>
      )}
    </div>
  )
}
