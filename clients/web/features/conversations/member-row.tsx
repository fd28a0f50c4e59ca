/** One member: name, role, and the menu of what one's own role allows. */
import { MoreHorizontal, UserMinus } from 'lucide-react'
import { may, outranks, type Role } from '../../../../engine/protocol/permissions.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { Bone } from '../../ui/skeleton.tsx'
import { useOnline } from '../people/use-online.ts'
import { useChange } from './actions.ts'

interface MemberRowProps {
  conversationId: string
  member: { readonly userId: string; readonly name: string; readonly role: Role }
  /** Undefined when nothing may be changed. */
  myRole: Role | undefined
  isMe: boolean
  /** Whether to ask if they are online. */
  asksPresence: boolean
}

const ROLE_NAMES: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' }
const ROLES: readonly Role[] = ['owner', 'admin', 'member']

export function MemberRow({ conversationId, member, myRole, isMe, asksPresence }: MemberRowProps) {
  const change = useChange(conversationId, { loud: true })
  const { userId, name, role } = member
  const online = useOnline(asksPresence ? userId : null)
  const above = myRole !== undefined && outranks(myRole, role)
  const items: MenuItem[] = []
  if (above && may(myRole, 'changeRole')) {
    for (const wanted of ROLES) {
      if (!outranks(myRole, wanted)) continue
      items.push({
        label: ROLE_NAMES[wanted],
        checked: wanted === role,
        onSelect: () => {
          if (wanted !== role) change.mutate({ do: 'changeRole', userId, role: wanted })
        },
      })
    }
  }
  if (above && !isMe && may(myRole, 'remove')) {
    items.push({
      label: 'Remove',
      icon: <UserMinus size={16} />,
      danger: true,
      onSelect: () => change.mutate({ do: 'remove', userId }),
    })
  }
  return (
    <li className="flex h-12 items-center gap-3 rounded-lg pr-1 pl-2 hover:bg-wash">
      <Avatar id={userId} name={name} size={32} online={online} />
      <span className="min-w-0 flex-1">
        {name === '' ? (
          <Bone className="h-3 w-24" />
        ) : (
          <span className="block truncate leading-tight">
            {name}
            {isMe && <span className="text-ink-faint"> (you)</span>}
            {online && <span className="sr-only"> online</span>}
          </span>
        )}
        {role !== 'member' && <span className="block text-xs text-ink-faint">{ROLE_NAMES[role]}</span>}
      </span>
      {items.length > 0 && (
        <Menu label={`Change ${name}`} icon={<MoreHorizontal size={17} />} items={items} size="small" />
      )}
    </li>
  )
}
