/** Who is in a conversation, in which role, and what one may change about it. */
import { UserPlus, X } from 'lucide-react'
import { useState } from 'react'
import type { ConversationState } from '../../../../engine/conversation/state.ts'
import { may, type Role } from '../../../../engine/protocol/permissions.ts'
import { useMe } from '../../app/parley.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { useNames } from '../people/use-names.ts'
import { matchScore } from './match.ts'
import { MemberRow } from './member-row.tsx'

/** Rows whose people are asked about: one subscription names 200, and the list of conversations wants some. */
const PRESENCE_ROWS = 80

interface MembersPanelProps {
  id: string
  conversation: ConversationState
  onInvite: () => void
  onClose: () => void
}

const RANK: Record<Role, number> = { owner: 0, admin: 1, member: 2 }
/** Rows drawn at once; a conversation has at most 5,000 members, and the filter finds the others. */
const ROWS_MAX = 200
/** From this many on there is a filter. */
const FILTER_FROM = 12

export function MembersPanel({ id, conversation, onInvite, onClose }: MembersPanelProps) {
  const me = useMe()
  const [filter, setFilter] = useState('')
  const ids = [...conversation.members.keys()]
  const names = useNames(ids)
  const myRole = conversation.members.get(me.id)
  const members = ids
    .map((userId, index) => ({
      userId,
      name: names[index] as string,
      role: conversation.members.get(userId) as Role,
    }))
    .filter((member) => matchScore(member.name, filter) > 0)
    .sort((a, b) => RANK[a.role] - RANK[b.role] || a.name.localeCompare(b.name))
  const open = !conversation.archived
  return (
    <aside
      aria-label="Members"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="absolute inset-y-0 right-0 z-10 flex w-72 max-w-full animate-appear flex-col border-l border-line bg-sheet max-lg:shadow-float max-md:w-full lg:static"
    >
      <div className="flex h-15 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="flex-1 font-semibold">Members</h2>
        {open && may(myRole, 'invite') && (
          <Button look="quiet" onClick={onInvite} className="px-2.5">
            <UserPlus size={16} aria-hidden="true" /> Add
          </Button>
        )}
        <IconButton label="Close members" onClick={onClose}>
          <X size={18} />
        </IconButton>
      </div>
      {ids.length >= FILTER_FROM && (
        <Field
          label="Find a member"
          hideLabel
          placeholder="Find a member"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="px-3 pt-3"
        />
      )}
      <ul className="min-h-0 flex-1 overflow-y-auto p-2">
        {members.slice(0, ROWS_MAX).map((member, index) => (
          <MemberRow
            key={member.userId}
            conversationId={id}
            member={member}
            myRole={open ? myRole : undefined}
            isMe={member.userId === me.id}
            asksPresence={index < PRESENCE_ROWS}
          />
        ))}
        {members.length > ROWS_MAX && (
          <li className="px-3 py-3 text-sm text-ink-faint">
            and {members.length - ROWS_MAX} more: type a name to find them
          </li>
        )}
      </ul>
    </aside>
  )
}
