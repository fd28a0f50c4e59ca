/** What can be done to a conversation, each with its commandId so that a repeated click is one change. */
import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import type { Role } from '../../../../engine/protocol/permissions.ts'
import { newId } from '../../app/new-id.ts'
import { useParley, type WebParley } from '../../app/parley.ts'
import { errorText } from '../../app/reasons.ts'
import { notify } from '../../ui/notice.tsx'

export type NewConversation =
  | { kind: 'direct'; memberIds: [string] }
  | { kind: 'group' | 'channel'; title: string; memberIds: string[] }

/** Creates a conversation and resolves to its id. A direct one is found again when it exists. */
export function useCreate(onDone: (conversationId: string) => void) {
  const { api } = useParley()
  const last = useRef({ wish: '', commandId: '' })
  return useMutation({
    mutationFn: (wish: NewConversation) => {
      // the same wish again is a retry: with the same commandId it finds what the first try made
      const words = JSON.stringify(wish)
      if (last.current.wish !== words) last.current = { wish: words, commandId: newId() }
      return api.conversations.create.mutate({ ...wish, commandId: last.current.commandId })
    },
    onSuccess: ({ conversation }) => onDone(conversation.id),
  })
}

export function useJoin(onDone: (conversationId: string) => void) {
  const { api } = useParley()
  return useMutation({
    mutationFn: (conversationId: string) =>
      api.conversations.join.mutate({ conversationId, commandId: newId() }),
    onSuccess: (_, conversationId) => onDone(conversationId),
  })
}

type Change =
  | { do: 'leave' | 'archive' | 'restore' }
  | { do: 'rename'; title: string }
  | { do: 'invite'; userIds: string[] }
  | { do: 'remove'; userId: string }
  | { do: 'changeRole'; userId: string; role: Role }

/** Changes one conversation. Where no form shows the refusal, pass `loud`: it is told at the bottom of the screen. */
export function useChange(
  conversationId: string,
  { loud = false, onDone }: { loud?: boolean; onDone?: () => void },
) {
  const { api } = useParley()
  return useMutation({
    mutationFn: (change: Change) => apply(api, conversationId, change),
    onSuccess: onDone,
    onError: (error) => {
      if (loud) notify(errorText(error))
    },
  })
}

function apply(api: WebParley['api'], conversationId: string, change: Change): Promise<unknown> {
  const { conversations } = api
  const room = { conversationId, commandId: newId() }
  switch (change.do) {
    case 'leave':
      return conversations.leave.mutate(room)
    case 'archive':
      return conversations.archive.mutate(room)
    case 'restore':
      return conversations.restore.mutate(room)
    case 'rename':
      return conversations.rename.mutate({ ...room, title: change.title })
    case 'invite':
      return conversations.invite.mutate({ ...room, userIds: change.userIds })
    case 'remove':
      return conversations.remove.mutate({ ...room, userId: change.userId })
    case 'changeRole':
      return conversations.changeRole.mutate({ ...room, userId: change.userId, role: change.role })
  }
}
