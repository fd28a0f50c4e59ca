/** The body of a conversation: its messages and the composer, and what happens between the two. */
import { Archive } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ConversationState } from '../../../../engine/conversation/state.ts'
import { may } from '../../../../engine/protocol/permissions.ts'
import type { Room, RoomView, ShownMessage } from '../../../sdk/types.ts'
import { useMe } from '../../app/parley.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { Announcer } from './announcer.tsx'
import { Composer, type Task } from './composer.tsx'
import { draftsOf } from './drafts.ts'
import { MessageList, type MessageListHandle } from './message-list.tsx'
import { snippet } from './message-quote.tsx'
import { type MessageVerbs, VerbsContext } from './message-verbs.ts'
import { Beginning } from './separators.tsx'
import { TypingLine } from './typing-line.tsx'
import { useTarget } from './use-target.ts'

interface ConversationPaneProps {
  room: Room
  view: RoomView
  conversation: ConversationState
  name: string
  peerId: string | null
  /** seq of the message a link leads to. */
  targetSeq: number | null
}

export function ConversationPane({
  room,
  view,
  conversation,
  name,
  peerId,
  targetSeq,
}: ConversationPaneProps) {
  const me = useMe()
  const list = useRef<MessageListHandle>(null)
  const [task, setTask] = useState<Task>(null)
  const [deleting, setDeleting] = useState<ShownMessage | null>(null)
  const drafts = useMemo(() => draftsOf(me.id, localStorage), [me.id])
  const role = conversation.members.get(me.id)
  const canWrite = may(role, 'send') && !conversation.archived
  const canModerate = may(role, 'deleteOthers')
  const latest = useRef(view.messages)
  useEffect(() => {
    latest.current = view.messages
  })
  useTarget(room, view, targetSeq, list)

  const verbs = useMemo<MessageVerbs>(() => {
    const indexOf = (messageId: string) =>
      latest.current.findLastIndex((message) => message.messageId === messageId)
    return {
      conversationId: room.id,
      canWrite,
      canModerate,
      reply: (message) => setTask({ kind: 'reply', message }),
      edit: (message) => setTask({ kind: 'edit', message }),
      askDelete: setDeleting,
      retry: (commandId) => room.retry(commandId),
      discard: (commandId) => room.discard(commandId),
      find: (messageId) => latest.current[indexOf(messageId)],
      show: (messageId) => {
        const index = indexOf(messageId)
        if (index !== -1) list.current?.show(index)
      },
    }
  }, [room, canWrite, canModerate])

  const send = (text: string) => {
    if (task?.kind === 'edit') {
      if (text !== task.message.text) room.edit(task.message.messageId, text)
    } else {
      room.send(text, task ? { replyTo: task.message.messageId } : undefined)
      list.current?.toEnd()
    }
    setTask(null)
  }
  const editLast = () => {
    const last = view.messages.findLast(
      (message) => message.authorId === me.id && message.state === 'sent' && message.deletedAt === null,
    )
    if (last) setTask({ kind: 'edit', message: last })
  }
  return (
    <VerbsContext value={verbs}>
      {view.messages.length === 0 && !view.hasOlder ? (
        <div className="mx-auto flex w-full max-w-4xl min-h-0 flex-1 flex-col justify-end pb-5">
          <Beginning id={peerId ?? room.id} name={name} kind={conversation.kind} />
        </div>
      ) : (
        <MessageList
          ref={list}
          room={room}
          view={view}
          beginning={<Beginning id={peerId ?? room.id} name={name} kind={conversation.kind} />}
        />
      )}
      <Announcer messages={view.messages} me={me.id} />
      <TypingLine room={room} />
      {canWrite ? (
        <Composer
          conversationId={room.id}
          name={name}
          drafts={drafts}
          task={task}
          onSend={send}
          onWrite={(text) => (text.trim() === '' ? room.stopTyping() : room.startTyping())}
          onCancelTask={() => setTask(null)}
          onEditLast={editLast}
        />
      ) : (
        <p className="mx-4 mb-4 flex items-center justify-center gap-2 rounded-xl bg-wash px-4 py-3 text-ink-soft">
          <Archive size={16} aria-hidden="true" />
          {conversation.archived
            ? 'This conversation is archived. It can be read, not written to.'
            : 'You can read along here.'}
        </p>
      )}
      {deleting && (
        <Confirm
          title="Delete this message?"
          verb="Delete"
          onConfirm={() => {
            room.delete(deleting.messageId)
            setDeleting(null)
          }}
          onClose={() => setDeleting(null)}
        >
          <p>It disappears for everybody, and this cannot be undone.</p>
          <p className="mt-3 line-clamp-3 rounded-lg bg-wash px-3 py-2 text-ink">{snippet(deleting.text)}</p>
        </Confirm>
      )}
    </VerbsContext>
  )
}
