/** Chooses a time zone by searching all of them: by city, by continent, by what it is called. */
import { Check, ChevronDown, Globe } from 'lucide-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { classes } from '../../ui/classes.ts'
import { INPUT_CLASSES } from '../../ui/field.tsx'
import { Popover } from '../../ui/popover.tsx'
import { offsetName, zoneName } from './time-words.ts'
import { BROWSER_ZONE } from './view-choice.ts'
import { matchingZones } from './zones.ts'

interface ZonePickerProps {
  value: string
  onChange: (zone: string) => void
  label: string
  /** ISO 8601: offsets are shown as of then. */
  at: string
  className?: string
}

export function ZonePicker({ value, onChange, label, at, className }: ZonePickerProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={`${label}: ${value}`}
        onClick={() => setOpen(true)}
        className={classes(
          'inline-flex h-9 min-w-0 items-center gap-1.5 rounded-lg px-2.5 text-sm text-ink-soft hover:bg-wash-strong hover:text-ink',
          className,
        )}
      >
        <Globe size={15} className="shrink-0" aria-hidden="true" />
        <span className="truncate">{zoneName(value)}</span>
        <span className="shrink-0 text-ink-faint">{offsetName(value, at)}</span>
        <ChevronDown size={14} className="ml-auto shrink-0 text-ink-faint" aria-hidden="true" />
      </button>
      {isOpen && (
        <Popover anchor={button} onClose={() => setOpen(false)} label={label} className="w-72">
          <Search
            value={value}
            at={at}
            onChoose={(zone) => {
              setOpen(false)
              onChange(zone)
            }}
          />
        </Popover>
      )}
    </>
  )
}

interface SearchProps {
  value: string
  at: string
  onChoose: (zone: string) => void
}

function Search({ value, at, onChoose }: SearchProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const zones = matchingZones(text, [value, BROWSER_ZONE, 'UTC'])
  const chosen = Math.min(active, zones.length - 1)
  const onKeyDown = (event: KeyboardEvent) => {
    const zone = zones[chosen]
    if (event.key === 'ArrowDown') setActive(Math.min(chosen + 1, zones.length - 1))
    else if (event.key === 'ArrowUp') setActive(Math.max(chosen - 1, 0))
    else if (event.key === 'Enter' && zone) onChoose(zone)
    else return
    event.preventDefault()
  }
  return (
    <div className="p-1">
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={zones[chosen] ? `${id}-${zones[chosen]}` : undefined}
        aria-label="Search time zones"
        placeholder="City or zone"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        className={classes(INPUT_CLASSES, 'h-9')}
      />
      <div id={id} role="listbox" aria-label="Time zones" className="mt-1 max-h-64 overflow-y-auto">
        {zones.map((zone, index) => (
          <div
            key={zone}
            id={`${id}-${zone}`}
            role="option"
            tabIndex={-1}
            aria-selected={zone === value}
            ref={(row) => {
              if (index === chosen) row?.scrollIntoView({ block: 'nearest' })
            }}
            onPointerMove={() => setActive(index)}
            onClick={() => onChoose(zone)}
            onKeyDown={onKeyDown}
            className={classes(
              'flex h-8 cursor-pointer items-center gap-2 rounded-lg px-2.5 text-sm',
              index === chosen && 'bg-wash-strong',
            )}
          >
            <span className="min-w-0 flex-1 truncate">
              {zoneName(zone)}
              <span className="text-ink-faint"> {zone.split('/').slice(0, -1).join(', ')}</span>
            </span>
            <span className="text-xs text-ink-faint tabular-nums">{offsetName(zone, at)}</span>
            {zone === value && <Check size={14} className="text-accent" aria-hidden="true" />}
          </div>
        ))}
        {zones.length === 0 && <p className="px-2.5 py-2 text-sm text-ink-faint">No zone of that name.</p>}
      </div>
    </div>
  )
}
