/** One conversation on the screen: header, messages, members. */
import { useQueryClient } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { useEffect, useLayoutEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Room, RoomView } from '../../sdk/types.ts'
import { useChange, useJoin } from '../features/conversations/actions.ts'
import { MembersPanel } from '../features/conversations/members-panel.tsx'
import { type Asking, RoomDialogs } from '../features/conversations/room-dialogs.tsx'
import { RoomHeader } from '../features/conversations/room-header.tsx'
import { ConversationPane } from '../features/messages/conversation-pane.tsx'
import { useName } from '../features/people/use-names.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { notify } from '../ui/notice.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { useMe, useObservable, useParley } from './parley.ts'
import { errorText, reasonText } from './reasons.ts'

interface RoomScreenProps {
  conversationId: string
  targetSeq: number | null
}

export function RoomScreen({ conversationId, targetSeq }: RoomScreenProps) {
  const room = useRoom(conversationId)
  return room && <OpenRoom key={room.id} room={room} targetSeq={targetSeq} />
}

function useRoom(conversationId: string): Room | null {
  const parley = useParley()
  const [room, setRoom] = useState<Room | null>(null)
  useLayoutEffect(() => {
    const opened = parley.open(conversationId)
    setRoom(opened)
    return () => opened.release()
  }, [parley, conversationId])
  return room?.id === conversationId ? room : null
}

function OpenRoom({ room, targetSeq }: { room: Room; targetSeq: number | null }) {
  const view = useObservable(room.view)
  const [, navigate] = useLocation()
  const [membersOpen, setMembersOpen] = useState(false)
  const [asking, setAsking] = useState<Asking | null>(null)
  const restore = useChange(room.id, { loud: true })
  const { name, peerId } = useRoomName(room.id, view)
  const { conversation } = view
  if (view.status === 'gone') return <GoneRoom id={room.id} view={view} />
  if (view.status === 'loading' || conversation === null) {
    return (
      <div className="flex h-full flex-col justify-end pb-24">
        <SkeletonRows count={7} label="Loading messages" />
      </div>
    )
  }
  return (
    <div className="relative flex h-full min-h-0">
      <section aria-label={name} className="flex min-w-0 flex-1 flex-col">
        <RoomHeader
          id={room.id}
          name={name}
          peerId={peerId}
          conversation={conversation}
          membersOpen={membersOpen}
          onMembers={() => setMembersOpen(!membersOpen)}
          onAsk={setAsking}
          onRestore={() => restore.mutate({ do: 'restore' })}
        />
        <ConversationPane
          room={room}
          view={view}
          conversation={conversation}
          name={name}
          peerId={peerId}
          targetSeq={targetSeq}
        />
      </section>
      {membersOpen && conversation.kind !== 'direct' && (
        <MembersPanel
          id={room.id}
          conversation={conversation}
          onInvite={() => setAsking('invite')}
          onClose={() => setMembersOpen(false)}
        />
      )}
      {asking && (
        <RoomDialogs
          asking={asking}
          id={room.id}
          name={name}
          conversation={conversation}
          onClose={() => setAsking(null)}
          onLeft={() => {
            setAsking(null)
            navigate('/', { replace: true })
          }}
        />
      )}
    </div>
  )
}

/** What to call a conversation: as the list does, else by its title or the other person. */
function useRoomName(id: string, view: RoomView): { name: string; peerId: string | null } {
  const me = useMe()
  const summary = useObservable(useParley().conversations).items.find((item) => item.id === id)
  const members = view.conversation?.kind === 'direct' ? [...view.conversation.members.keys()] : []
  const peerId = summary?.peer?.id ?? members.find((userId) => userId !== me.id) ?? null
  const peerName = useName(peerId ?? me.id)
  const name = view.conversation?.title ?? summary?.name ?? (peerId === null ? null : peerName) ?? '…'
  return { name, peerId }
}

/** Not ours to see, or not there. A channel can be joined from here: the link came from somebody. */
function GoneRoom({ id, view }: { id: string; view: RoomView }) {
  const [, navigate] = useLocation()
  const queries = useQueryClient()
  const join = useJoin(() => location.reload())
  useEffect(() => {
    // whoever was put out of a channel finds it among those to join
    void queries.invalidateQueries({ queryKey: ['conversations.browse'] })
  }, [queries])
  return (
    <div className="flex h-full items-center justify-center">
      <Empty
        icon={<Lock size={22} />}
        title="Not available"
        action={
          <>
            {view.reason === 'NOT_A_MEMBER' && (
              <Button
                look="primary"
                busy={join.isPending}
                onClick={() => join.mutate(id, { onError: (error) => notify(errorText(error)) })}
              >
                Join
              </Button>
            )}
            <Button onClick={() => navigate('/')}>All conversations</Button>
          </>
        }
      >
        {reasonText(view.reason ?? 'UNKNOWN_CONVERSATION')}
      </Empty>
    </div>
  )
}
