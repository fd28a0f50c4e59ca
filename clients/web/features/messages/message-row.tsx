/** One message, with what stands above it: the day, the line of new messages, the name of who speaks. */
import { type KeyboardEvent, memo, useState } from 'react'
import type { ShownMessage } from '../../../sdk/types.ts'
import { useMe } from '../../app/parley.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { useName } from '../people/use-names.ts'
import { clockTime, fullTime } from './days.ts'
import { EditedMark } from './edited-mark.tsx'
import { MessageQuote } from './message-quote.tsx'
import { MessageState } from './message-state.tsx'
import { MessageText } from './message-text.tsx'
import { MessageTools } from './message-tools.tsx'
import { type MessageVerbs, useVerbs } from './message-verbs.ts'

interface MessageRowProps {
  message: ShownMessage
  /** Whether it begins a group and so shows who speaks. */
  head: boolean
  /** The one row that Tab reaches. */
  current: boolean
  /** A link led here. */
  flash: boolean
}

export const MessageRow = memo(function MessageRow({ message, head, current, flash }: MessageRowProps) {
  const verbs = useVerbs()
  const mine = message.authorId === useMe().id
  const deleted = message.deletedAt !== null
  const settled = message.state === 'sent' && !deleted
  // tools are drawn for the row one looks at only: four icons in each row were half of all nodes
  const [looked, setLooked] = useState(false)
  return (
    <article
      data-message={message.messageId}
      data-state={message.state}
      tabIndex={current ? 0 : -1}
      onPointerEnter={() => setLooked(true)}
      onPointerLeave={(event) => setLooked(event.currentTarget.contains(document.activeElement))}
      onFocus={() => setLooked(true)}
      onBlur={(event) => setLooked(event.currentTarget.contains(event.relatedTarget))}
      onKeyDown={(event) => settled && shortcut(event, message, mine, verbs)}
      className={classes(
        'group/row relative grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 px-5 py-0.5 -outline-offset-2 max-md:px-4',
        'hover:bg-wash focus-within:bg-wash',
        head && 'mt-2.5 pt-1',
        flash && 'animate-flash',
      )}
    >
      {head ? <Face authorId={message.authorId} /> : <SideTime at={message.at} />}
      <div className="min-w-0">
        {head && <Heading message={message} />}
        {message.replyTo !== null && !deleted && <MessageQuote messageId={message.replyTo} />}
        <div
          className={classes('transition-opacity duration-150', message.state === 'sending' && 'opacity-60')}
        >
          {deleted ? (
            <p className="text-ink-faint italic">Message deleted</p>
          ) : (
            <MessageText text={message.text} />
          )}
        </div>
        {settled && message.editedAt !== null && (
          <EditedMark messageId={message.messageId} editedAt={message.editedAt} tabIndex={current ? 0 : -1} />
        )}
        <MessageState message={message} />
      </div>
      {settled && looked && <MessageTools message={message} reachable={current} />}
    </article>
  )
})

function Face({ authorId }: { authorId: string }) {
  return (
    <div className="pt-0.5">
      <Avatar id={authorId} name={useName(authorId) ?? ' '} size={36} />
    </div>
  )
}

function Heading({ message }: { message: ShownMessage }) {
  const name = useName(message.authorId)
  return (
    <div className="flex items-baseline gap-2">
      <span className="min-w-4 truncate font-semibold tracking-tight">{name ?? '…'}</span>
      <time
        dateTime={message.at}
        title={fullTime(message.at)}
        className="shrink-0 text-xs text-ink-faint tabular-nums"
      >
        {clockTime(message.at)}
      </time>
    </div>
  )
}

/** The time of a message inside a group, shown when one looks at it. */
function SideTime({ at }: { at: string }) {
  return (
    <time
      dateTime={at}
      title={fullTime(at)}
      className="pt-1 text-right text-[0.6875rem] leading-4 text-ink-faint tabular-nums opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100"
    >
      {clockTime(at).replace(/\s?[AP]M$/i, '')}
    </time>
  )
}

function shortcut(event: KeyboardEvent, message: ShownMessage, mine: boolean, verbs: MessageVerbs): void {
  // only on the row itself: a letter typed into one of its buttons is not meant for it
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
  if (!verbs.canWrite) return
  if (event.key === 'r') verbs.reply(message)
  else if (event.key === 'e' && mine) verbs.edit(message)
  else if (event.key === 'Delete' && (mine || verbs.canModerate)) verbs.askDelete(message)
  else return
  event.preventDefault()
}
