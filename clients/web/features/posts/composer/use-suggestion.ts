/** `useSuggestion`: one suggestion while it is written, and what became of it. */
import { useEffect, useRef, useState } from 'react'
import type { CaptionWish } from '../../../app/captions.ts'
import { useParley } from '../../../app/parley.ts'

/**
 * writing  more may come
 * whole    that was all, and it may be used
 * stopped  somebody ended it
 * failed   it broke off, or never began
 */
export interface Suggestion {
  readonly is: 'writing' | 'whole' | 'stopped' | 'failed'
  readonly text: string
  /** Of one that failed. */
  readonly error: unknown
}

export function useSuggestion() {
  const { captions } = useParley()
  const [suggestion, setSuggestion] = useState<Suggestion | null>(null)
  const end = useRef(() => {})
  // whoever goes away reads no more, and what nobody reads need not be written
  useEffect(() => () => end.current(), [])

  const become = (is: Suggestion['is'], error: unknown = null) =>
    setSuggestion((before) => ({ is, error, text: before?.text ?? '' }))

  function write(wish: CaptionWish): void {
    end.current()
    setSuggestion({ is: 'writing', text: '', error: null })
    end.current = captions.suggest(wish, {
      text: (piece) =>
        setSuggestion((before) => ({ is: 'writing', error: null, text: (before?.text ?? '') + piece })),
      whole: () => become('whole'),
      failed: (error) => become('failed', error),
    })
  }
  function stop(): void {
    end.current()
    become('stopped')
  }
  return { suggestion, write, stop }
}
