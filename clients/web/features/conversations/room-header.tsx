/** The top of a conversation: what it is, who is in it, what can be done. */
import { Archive, ArchiveRestore, Link2, LogOut, MoreHorizontal, Pencil, UserPlus, Users } from 'lucide-react'
import type { ConversationState } from '../../../../engine/conversation/state.ts'
import { may } from '../../../../engine/protocol/permissions.ts'
import { copyLink } from '../../app/copy-link.ts'
import { useMe } from '../../app/parley.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
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
    <ScreenHeader
      title={name}
      detail={detailOf(conversation, online)}
      picture={<Avatar id={peerId ?? id} name={name} kind={conversation.kind} size={34} online={online} />}
    >
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
    </ScreenHeader>
  )
}

function detailOf({ kind, archived, members }: ConversationState, isOnline: boolean): string {
  const others = members.size === 1 ? 'Only you' : `${members.size} members`
  const who = kind === 'direct' ? (isOnline ? 'Online' : 'Only the two of you') : others
  return `${archived ? 'Archived · ' : ''}${who}${kind === 'channel' ? ' · open to everyone' : ''}`
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
