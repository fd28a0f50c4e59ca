/** One conversation in the sidebar. */
import { memo } from 'react'
import { Link } from 'wouter'
import type { ConversationSummary } from '../../../sdk/types.ts'
import { useMe } from '../../app/parley.ts'
import { pathOf } from '../../app/routes.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { classes } from '../../ui/classes.ts'
import { useName } from '../people/use-names.ts'
import { useOnline } from '../people/use-online.ts'
import { listTime } from './list-time.ts'

interface ConversationRowProps {
  item: ConversationSummary
  active: boolean
  nowMs: number
  /** Whether to ask if the other person is online. */
  asksPresence: boolean
}

export const ConversationRow = memo(function ConversationRow({
  item,
  active,
  nowMs,
  asksPresence,
}: ConversationRowProps) {
  const online = useOnline(asksPresence ? (item.peer?.id ?? null) : null)
  const unread = item.unread > 0 && !active
  return (
    <Link
      href={pathOf(item.id)}
      aria-current={active ? 'page' : undefined}
      className={classes(
        'group flex h-[3.75rem] items-center gap-3 rounded-xl px-2.5 transition-colors duration-100',
        '-outline-offset-2 focus-visible:outline-2',
        active ? 'bg-accent-wash' : 'hover:bg-wash-strong',
        item.archived && 'opacity-70',
      )}
    >
      <Avatar id={item.peer?.id ?? item.id} name={item.name} kind={item.kind} size={38} online={online} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={classes('truncate', unread ? 'font-semibold' : 'font-medium')}>{item.name}</span>
          {online && <span className="sr-only">online</span>}
          <time
            dateTime={item.lastAt}
            className={classes(
              'ml-auto shrink-0 text-xs tabular-nums',
              unread ? 'text-signal-ink' : 'text-ink-faint',
            )}
          >
            {listTime(item.lastAt, nowMs)}
          </time>
        </span>
        <span className="flex h-5 items-center gap-2">
          <span
            className={classes('min-w-0 flex-1 truncate text-sm', unread ? 'text-ink' : 'text-ink-faint')}
          >
            <LastMessage item={item} />
          </span>
          {unread && <Badge count={item.unread} />}
        </span>
      </span>
    </Link>
  )
})

function LastMessage({ item }: { item: ConversationSummary }) {
  const last = item.lastMessage
  if (last === null) return <>Nothing said yet</>
  if (last.deleted) return <em>Message deleted</em>
  return (
    <>
      <Speaker item={item} authorId={last.authorId} />
      {last.text.replace(/\s+/g, ' ')}
    </>
  )
}

/** Who said it, where that is not plain from the name of the conversation. */
function Speaker({ item, authorId }: { item: ConversationSummary; authorId: string }) {
  const me = useMe()
  const name = useName(authorId)
  if (authorId === me.id) return <>You: </>
  if (item.kind === 'direct' || name === null) return null
  return <>{name.split(' ')[0]}: </>
}
