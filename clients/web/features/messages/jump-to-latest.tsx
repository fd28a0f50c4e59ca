/** The way back to the end, with how much has been said there. */
import { ArrowDown } from 'lucide-react'

export function JumpToLatest({ count, onJump }: { count: number; onJump: () => void }) {
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute bottom-3 left-1/2 z-2 flex h-9 -translate-x-1/2 animate-appear items-center gap-2 rounded-full bg-raised pr-4 pl-3 text-sm font-medium shadow-float hover:bg-ground"
    >
      <ArrowDown size={16} className={count > 0 ? 'text-signal-ink' : 'text-ink-faint'} aria-hidden="true" />
      {count === 0 ? 'Jump to latest' : count === 1 ? '1 new message' : `${count} new messages`}
    </button>
  )
}
