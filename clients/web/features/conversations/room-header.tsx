/** The top of a conversation: what it is, who is in it, what can be done. */
import {
  Archive,
  ArchiveRestore,
  ArrowLeft,
  Link2,
  LogOut,
  MoreHorizontal,
  Pencil,
  UserPlus,
  Users,
} from 'lucide-react'
import { Link } from 'wouter'
import type { ConversationState } from '../../../../engine/conversation/state.ts'
import { may } from '../../../../engine/protocol/permissions.ts'
import { copyLink } from '../../app/copy-link.ts'
import { useMe } from '../../app/parley.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { useOnline } from '../people/use-online.ts'
import type { Asking } from './room-dialogs.tsx'

interface RoomHeaderProps {
  id: string
  name: string
  peerId: string | null
  conversation: ConversationState
  membersOpen: boolean
  onMembers: () => void
  onAsk: (asking: Asking) => void
  onRestore: () => void
}

export function RoomHeader(props: RoomHeaderProps) {
  const { id, name, peerId, conversation, membersOpen, onMembers, onAsk } = props
  const count = conversation.members.size
  const online = useOnline(peerId)
  return (
    <header className="flex h-15 shrink-0 items-center gap-2.5 border-b border-line pr-2 pl-4 max-md:pl-1.5">
      <Link
        href="/"
        aria-label="Back to all conversations"
        className="rounded-lg p-2.5 text-ink-soft md:hidden"
      >
        <ArrowLeft size={20} />
      </Link>
      <Avatar id={peerId ?? id} name={name} kind={conversation.kind} size={34} online={online} />
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-md leading-tight font-semibold tracking-tight">{name}</h1>
        <p className="truncate text-xs text-ink-faint">
          {conversation.archived && 'Archived · '}
          {conversation.kind === 'direct'
            ? online
              ? 'Online'
              : 'Only the two of you'
            : count === 1
              ? 'Only you'
              : `${count} members`}
          {conversation.kind === 'channel' && ' · open to everyone'}
        </p>
      </div>
      {conversation.kind !== 'direct' && (
        <Button
          look="quiet"
          onClick={onMembers}
          aria-pressed={membersOpen}
          aria-label={`Members (${count})`}
          className="px-2.5 aria-pressed:bg-accent-wash aria-pressed:text-accent"
        >
          <Users size={17} aria-hidden="true" />
          <span className="tabular-nums">{count}</span>
        </Button>
      )}
      <RoomMenu {...props} onAsk={onAsk} />
    </header>
  )
}

function RoomMenu({ id, conversation, onAsk, onRestore }: RoomHeaderProps) {
  const role = conversation.members.get(useMe().id)
  const open = conversation.kind !== 'direct' && !conversation.archived
  const items: (MenuItem | false)[] = [
    open &&
      may(role, 'invite') && {
        label: 'Add people',
        icon: <UserPlus size={16} />,
        onSelect: () => onAsk('invite'),
      },
    open &&
      may(role, 'rename') && { label: 'Rename', icon: <Pencil size={16} />, onSelect: () => onAsk('rename') },
    { label: 'Copy link', icon: <Link2 size={16} />, onSelect: () => copyLink(id) },
    conversation.archived && may(role, 'archive')
      ? { label: 'Restore', icon: <ArchiveRestore size={16} />, onSelect: onRestore }
      : open &&
        may(role, 'archive') && {
          label: 'Archive',
          icon: <Archive size={16} />,
          onSelect: () => onAsk('archive'),
        },
    conversation.kind !== 'direct' &&
      role !== undefined && {
        label: 'Leave',
        icon: <LogOut size={16} />,
        danger: true,
        onSelect: () => onAsk('leave'),
      },
  ]
  return (
    <Menu
      label="More about this conversation"
      icon={<MoreHorizontal size={19} />}
      items={items.filter((item): item is MenuItem => item !== false)}
    />
  )
}
