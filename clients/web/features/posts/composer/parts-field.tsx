/** What follows a post at one target: a first comment, or the parts of a thread. */
import { MessageCirclePlus, X } from 'lucide-react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { classes } from '../../../ui/classes.ts'
import { countAt } from './checked.ts'
import { CounterRing } from './counter-ring.tsx'
import type { DraftTarget } from './draft.ts'
import { TextArea } from './text-area.tsx'

interface PartsFieldProps {
  target: DraftTarget
  onChange: (change: Pick<DraftTarget, 'parts'>) => void
}

export function PartsField({ target, onChange }: PartsFieldProps) {
  const { to, parts } = target
  // a conversation has messages of its own
  if (to.kind !== 'account') return null
  const isThread = to.network === 'x'
  const set = (index: number, text: string) =>
    onChange({ parts: parts.map((part, at) => (at === index ? { ...part, text } : part)) })
  return (
    <div className="mt-2 space-y-2">
      {parts.map((part, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          key={index}
          className="relative rounded-2xl bg-raised ring-1 ring-line-strong ring-inset"
        >
          <TextArea
            label={isThread ? `Part ${index + 2} of the thread` : `Comment ${index + 1}`}
            placeholder={isThread ? 'The thread goes on …' : 'Said below the post, right after it is out'}
            value={part.text}
            onChange={(text) => set(index, text)}
            className="min-h-14 pr-12"
          />
          <div className="flex justify-end px-4 pb-2">
            <CounterRing {...countAt(to.network, part.text)} to={to} />
          </div>
          <button
            type="button"
            aria-label={isThread ? `Take part ${index + 2} out` : `Take comment ${index + 1} out`}
            onClick={() => onChange({ parts: parts.filter((_, at) => at !== index) })}
            className="absolute top-2 right-2 inline-flex size-8 items-center justify-center rounded-lg text-ink-faint hover:bg-wash-strong hover:text-ink"
          >
            <X size={16} />
          </button>
        </div>
      ))}
      {parts.length < LIMITS.partsMax && (
        <button
          type="button"
          onClick={() => onChange({ parts: [...parts, { text: '', media: [], delayMs: 0 }] })}
          className={classes(
            'inline-flex h-9 items-center gap-2 rounded-lg px-2.5 text-sm font-medium text-accent hover:bg-wash',
          )}
        >
          <MessageCirclePlus size={16} aria-hidden="true" />
          {isThread ? 'Go on in a thread' : parts.length === 0 ? 'Add a first comment' : 'Add a comment'}
        </button>
      )}
    </div>
  )
}
