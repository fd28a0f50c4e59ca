/** Follows a link to one message: reads older pages until it is there, then shows it. */
import { type RefObject, useEffect, useRef } from 'react'
import type { Room, RoomView } from '../../../sdk/types.ts'
import { notify } from '../../ui/notice.tsx'
import type { MessageListHandle } from './message-list.tsx'

/** Older pages read for one link. What lies further back would take the reader too long. */
const PAGES_MAX = 60

export function useTarget(
  room: Room,
  view: RoomView,
  targetSeq: number | null,
  list: RefObject<MessageListHandle | null>,
): void {
  const done = useRef<number | null>(null)
  const pages = useRef(0)
  const { messages, hasOlder, loadingOlder } = view
  useEffect(() => {
    if (targetSeq === null || done.current === targetSeq || messages.length === 0) return
    const oldest = messages[0]?.seq ?? 0
    const reachable = hasOlder && pages.current < PAGES_MAX
    if (oldest > targetSeq && reachable) {
      if (loadingOlder) return
      pages.current++
      void room.loadOlder()
      return
    }
    done.current = targetSeq
    pages.current = 0
    const index = messages.findIndex((message) => message.seq === targetSeq)
    if (index === -1) notify('That message could not be found')
    else list.current?.show(index)
  }, [room, messages, hasOlder, loadingOlder, targetSeq, list])
}
