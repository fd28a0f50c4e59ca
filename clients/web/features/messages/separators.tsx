/** What stands between messages: days, the line above what is new, and the beginning of it all. */
import type { ConversationKind } from '../../../../engine/conversation/state.ts'
import { Avatar } from '../../ui/avatar.tsx'

export function DaySeparator({ label }: { label: string }) {
  return (
    <div className="flex items-center gap-3 px-5 pt-6 pb-1 max-md:px-4" role="separator" aria-label={label}>
      <div className="h-px flex-1 bg-line" />
      <span className="text-xs font-medium text-ink-faint">{label}</span>
      <div className="h-px flex-1 bg-line" />
    </div>
  )
}

export function NewLine() {
  return (
    <div className="flex items-center gap-3 px-5 pt-3 max-md:px-4" role="separator" aria-label="New messages">
      <div className="h-px flex-1 bg-signal" />
      <span className="rounded-full bg-signal px-2 py-0.5 text-[0.6875rem] leading-none font-semibold text-on-signal">
        New
      </span>
    </div>
  )
}

interface BeginningProps {
  id: string
  name: string
  kind: ConversationKind
}

export function Beginning({ id, name, kind }: BeginningProps) {
  return (
    <div className="px-5 pt-10 pb-2 max-md:px-4">
      <Avatar id={id} name={name} kind={kind} size={56} />
      <h2 className="mt-4 text-xl font-semibold tracking-tight">{name}</h2>
      <p className="mt-1 max-w-md text-ink-soft">{beginningText(name, kind)}</p>
    </div>
  )
}

function beginningText(name: string, kind: ConversationKind): string {
  if (kind === 'direct') return `This is where you and ${name} talk. Nobody else can read it.`
  if (kind === 'group') return 'This is the beginning of the group. Only its members can read it.'
  return 'This is the beginning of the channel. Everybody here can find it and join.'
}
