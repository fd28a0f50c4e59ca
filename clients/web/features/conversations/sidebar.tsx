/** The left side: search, what is going on, and who one is. */
import { Search, SquarePen, X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { Logo } from '../../ui/logo.tsx'
import { ConversationList } from './conversation-list.tsx'

interface SidebarProps {
  activeId: string | null
  onNew: () => void
  onSwitch: () => void
  /** The way to the other half of the app. */
  sections: ReactNode
  footer: ReactNode
}

export function Sidebar({ activeId, onNew, onSwitch, sections, footer }: SidebarProps) {
  const [filter, setFilter] = useState('')
  const list = useRef<HTMLDivElement>(null)

  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const links = [...(list.current?.querySelectorAll('a') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    const next = links[at + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <nav aria-label="Conversations" className="flex h-full min-h-0 flex-col" onKeyDown={walk}>
      <div className="flex h-15 items-center gap-0.5 pr-2 pl-4">
        <Logo size={28} />
        <span className="flex-1 pl-2 text-lg font-semibold tracking-tight">Parley</span>
        <IconButton label="Find a conversation (Ctrl K)" onClick={onSwitch}>
          <Search size={18} />
        </IconButton>
        <IconButton label="New conversation" onClick={onNew}>
          <SquarePen size={18} />
        </IconButton>
      </div>
      {sections}
      <div className="relative px-3 pb-2">
        <input
          type="search"
          aria-label="Filter conversations"
          placeholder="Filter"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
          className="h-8 w-full rounded-lg bg-wash pr-8 ring-1 ring-line ring-inset pl-3 text-sm outline-none placeholder:text-ink-faint focus-visible:ring-2 focus-visible:ring-accent [&::-webkit-search-cancel-button]:hidden"
        />
        {filter !== '' && (
          <button
            type="button"
            aria-label="Clear the filter"
            onClick={() => setFilter('')}
            className="absolute top-0 right-4 flex size-8 items-center justify-center text-ink-faint hover:text-ink"
          >
            <X size={14} />
          </button>
        )}
      </div>
      <div ref={list} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-3">
        <ConversationList filter={filter} activeId={activeId} onNew={onNew} />
      </div>
      <div className="p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">{footer}</div>
    </nav>
  )
}
