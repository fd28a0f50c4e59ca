/** Reads new messages aloud to a screen reader. The list itself is virtual: scrolling it would read old ones too. */
import { useEffect, useRef, useState } from 'react'
import type { RoomView } from '../../../sdk/types.ts'
import { useParley } from '../../app/parley.ts'
import { newestSeq } from './new-line.ts'

/** Messages kept in the region; older ones have been read. */
const KEPT = 5

export function Announcer({ messages, me }: { messages: RoomView['messages']; me: string }) {
  const { people } = useParley()
  const toldSeq = useRef(newestSeq(messages))
  const [told, setTold] = useState<{ seq: number; words: string }[]>([])
  useEffect(() => {
    const fresh: { seq: number; words: string }[] = []
    for (let i = messages.length - 1; i >= 0 && fresh.length < KEPT; i--) {
      const message = messages[i]
      if (message === undefined || (message.state === 'sent' && message.seq <= toldSeq.current)) break
      if (message.state !== 'sent' || message.authorId === me || message.deletedAt !== null) continue
      fresh.unshift({
        seq: message.seq,
        words: `${people.get(message.authorId)?.name ?? ''}: ${message.text}`,
      })
    }
    toldSeq.current = Math.max(toldSeq.current, newestSeq(messages))
    if (fresh.length > 0) setTold((before) => [...before, ...fresh].slice(-KEPT))
  }, [messages, me, people])
  return (
    <div role="log" aria-live="polite" aria-label="New messages" className="sr-only">
      {told.map(({ seq, words }) => (
        <p key={seq}>{words}</p>
      ))}
    </div>
  )
}
