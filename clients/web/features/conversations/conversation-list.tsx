/** The conversations of the sidebar, filtered; archived ones rest in a drawer of their own. */
import { MessagesSquare, SearchX } from 'lucide-react'
import type { ConversationSummary } from '../../../sdk/types.ts'
import { useObservable, useParley } from '../../app/parley.ts'
import { useNow } from '../../app/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { ConversationRow } from './conversation-row.tsx'
import { bestMatches } from './match.ts'

interface ConversationListProps {
  filter: string
  activeId: string | null
  onNew: () => void
}

/** The rows on top whose people are asked about: one subscription names 200, and other screens want some. */
const PRESENCE_ROWS = 100

export function ConversationList({ filter, activeId, onNew }: ConversationListProps) {
  const view = useObservable(useParley().conversations)
  const nowMs = useNow(60_000)
  if (view.status === 'loading') return <SkeletonRows count={7} label="Loading conversations" />
  if (view.items.length === 0) {
    return (
      <Empty
        icon={<MessagesSquare size={22} />}
        title="No conversations yet"
        action={
          <Button look="primary" onClick={onNew}>
            Start one
          </Button>
        }
      >
        Write to a colleague, or join a channel.
      </Empty>
    )
  }
  const found = bestMatches(view.items, (item) => item.name, filter)
  if (found.length === 0) {
    return (
      <Empty icon={<SearchX size={22} />} title="Nothing found">
        No conversation is called “{filter.trim()}”.
      </Empty>
    )
  }
  const rows = (items: readonly ConversationSummary[]) => (
    <ul className="space-y-px">
      {items.map((item, index) => (
        <li key={item.id} className="[contain-intrinsic-size:auto_60px] [content-visibility:auto]">
          <ConversationRow
            item={item}
            active={item.id === activeId}
            nowMs={nowMs}
            asksPresence={index < PRESENCE_ROWS}
          />
        </li>
      ))}
    </ul>
  )
  const archived = found.filter((item) => item.archived)
  return (
    <>
      {rows(found.filter((item) => !item.archived))}
      {archived.length > 0 && (
        <details
          className="mt-3"
          open={filter.trim() !== '' || archived.some((item) => item.id === activeId)}
        >
          <summary className="rounded-lg px-2.5 py-1.5 text-xs font-medium text-ink-faint hover:text-ink">
            Archived ({archived.length})
          </summary>
          {rows(archived)}
        </details>
      )}
    </>
  )
}
