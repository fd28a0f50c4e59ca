/** What is read: marks it, keeps the line of new messages where it was, counts what came below the fold. */
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Room, RoomView } from '../../../sdk/types.ts'
import { countNewer, firstNewSeq, newestSeq } from './new-line.ts'

/** Whether somebody looks at this page. */
export function useLooking(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const events = ['focus', 'blur'] as const
      for (const event of events) window.addEventListener(event, changed)
      document.addEventListener('visibilitychange', changed)
      return () => {
        for (const event of events) window.removeEventListener(event, changed)
        document.removeEventListener('visibilitychange', changed)
      }
    },
    () => document.visibilityState === 'visible' && document.hasFocus(),
  )
}

/**
 * seq of the message that the "new" line stands above; null without a line. It is drawn when one arrives or comes
 * back, stays while one reads, and goes when one says something.
 */
export function useNewLine(view: RoomView, me: string): number | null {
  const looking = useLooking()
  const [line, setLine] = useState<number | null>(() => firstNewSeq(view.messages, view.readSeq, me))
  const sawLooking = useRef(looking)
  const found = looking ? null : firstNewSeq(view.messages, view.readSeq, me)
  const answered = view.messages.at(-1)?.authorId === me
  useEffect(() => {
    // coming back: what had been said meanwhile is new; while away the line waits where it first stood
    if (answered) setLine(null)
    else if (!looking && (sawLooking.current || line === null)) setLine(found)
    sawLooking.current = looking
  }, [looking, found, line, answered])
  return line
}

/** Marks everything read while somebody looks at the newest message. */
export function useMarkRead(room: Room, view: RoomView, atEnd: boolean): void {
  const looking = useLooking()
  const newest = newestSeq(view.messages)
  const unread = newest > view.readSeq
  useEffect(() => {
    if (looking && atEnd && unread) room.markRead()
  }, [room, looking, atEnd, unread])
}

/** How many messages of others came since one scrolled away from the end. */
export function useCountBelow(view: RoomView, me: string, atEnd: boolean): number {
  const newest = newestSeq(view.messages)
  const seen = useRef(newest)
  if (atEnd) seen.current = newest
  return atEnd ? 0 : countNewer(view.messages, seen.current, me)
}
