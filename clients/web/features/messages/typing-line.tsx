/** The line between the messages and the composer that says who types. Its place is kept, so that nothing jumps. */
import type { Room } from '../../../sdk/types.ts'
import { useObservable } from '../../app/parley.ts'
import { useNames } from '../people/use-names.ts'
import { typingWords } from './typing-words.ts'

export function TypingLine({ room }: { room: Room }) {
  const words = typingWords(useNames(useObservable(room.typing)))
  return (
    <div
      role="status"
      aria-label="Who is typing"
      className="mx-auto flex h-6 w-full max-w-4xl shrink-0 items-center px-8 text-xs text-ink-faint max-md:px-6"
    >
      {words !== null && (
        <span className="flex min-w-0 animate-appear items-center gap-2">
          <Dots />
          <span className="truncate">{words}…</span>
        </span>
      )}
    </div>
  )
}

/** One after the other; with reduced motion they rest. */
function Dots() {
  return (
    <span aria-hidden="true" className="flex shrink-0 gap-[3px]">
      {[0, 160, 320].map((delayMs) => (
        <span
          key={delayMs}
          className="size-[5px] animate-dot rounded-full bg-accent"
          style={{ animationDelay: `${delayMs}ms` }}
        />
      ))}
    </span>
  )
}
