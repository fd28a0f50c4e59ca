/** The messages of a conversation: a virtual list, so that 100,000 of them cost what fits on the screen. */
import {
  type ReactNode,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { Room, RoomView, ShownMessage } from '../../../sdk/types.ts'
import { useMe } from '../../app/parley.ts'
import { useNow } from '../../app/use-now.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { dayLabel } from './days.ts'
import { startsDay, startsGroup } from './grouping.ts'
import { JumpToLatest } from './jump-to-latest.tsx'
import { MessageRow } from './message-row.tsx'
import { rowKeys } from './row-key.ts'
import { DaySeparator, NewLine } from './separators.tsx'
import { useCountBelow, useMarkRead, useNewLine } from './use-reading.ts'
import { useRowFocus } from './use-row-focus.ts'
import { useOlder, useScroll } from './use-scroll.ts'

export interface MessageListHandle {
  toEnd(): void
  /** Scrolls to a loaded message and lights it up. */
  show(index: number): void
}

interface MessageListProps {
  ref: Ref<MessageListHandle>
  room: Room
  view: RoomView
  /** Stands above the first message, once there is nothing older. */
  beginning: ReactNode
}

/** Drawn once the view is ready. */
export function MessageList({ ref, room, view, beginning }: MessageListProps) {
  const me = useMe().id
  const nowMs = useNow(60_000)
  const { messages } = view
  const scroller = useRef<HTMLDivElement>(null)
  const [lit, setLit] = useState<string | null>(null)
  const keys = useMemo(() => rowKeys(me), [me])
  keys.note(messages)
  const keyOf = useCallback((index: number) => keys.of(messages[index] as ShownMessage), [keys, messages])

  const { virtualizer, atEnd, onScroll, toEnd } = useScroll({ scroller, messages, keyOf })
  useOlder(virtualizer, view, room.loadOlder)
  useMarkRead(room, view, atEnd)
  const newLine = useNewLine(view, me)
  const below = useCountBelow(view, me, atEnd)
  const focus = useRowFocus(virtualizer, messages.length)

  useImperativeHandle(ref, () => ({
    toEnd,
    show(index) {
      virtualizer.scrollToIndex(index, { align: 'center' })
      setLit(messages[index]?.messageId ?? null)
    },
  }))
  useOpening(messages, newLine, virtualizer)

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        data-scroller
        onScroll={onScroll}
        {...focus.handlers}
        className="absolute inset-0 overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        {/* few messages stand at the bottom, beside the composer */}
        <div className="flex min-h-full flex-col justify-end">
          <div
            role="list"
            aria-label="Messages"
            className="relative mx-auto w-full max-w-4xl shrink-0"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {virtualizer.getVirtualItems().map(({ key, index, start }) => {
              const message = messages[index]
              if (message === undefined) return null
              const previous = messages[index - 1]
              return (
                <div
                  key={key}
                  ref={virtualizer.measureElement}
                  data-index={index}
                  role="listitem"
                  className="absolute inset-x-0 top-0 flow-root"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {index === 0 && !view.hasOlder && beginning}
                  {startsDay(previous, message) && <DaySeparator label={dayLabel(message.at, nowMs)} />}
                  {newLine !== null && message.seq === newLine && <NewLine />}
                  <MessageRow
                    message={message}
                    head={startsGroup(previous, message) || message.seq === newLine}
                    current={index === focus.current}
                    flash={lit !== null && message.messageId === lit}
                  />
                </div>
              )
            })}
          </div>
        </div>
      </div>
      {view.loadingOlder && (
        <div data-loading-older className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
          <span
            role="status"
            className="flex animate-late items-center gap-2 rounded-full bg-raised px-3 py-1.5 text-xs text-ink-soft shadow-float"
          >
            <Spinner size={13} /> Earlier messages
          </span>
        </div>
      )}
      {!atEnd && <JumpToLatest count={below} onJump={() => toEnd()} />}
    </div>
  )
}

/** Where a conversation opens: at the first new message, else at the end. */
function useOpening(
  messages: RoomView['messages'],
  newLine: number | null,
  virtualizer: ReturnType<typeof useScroll>['virtualizer'],
): void {
  const opened = useRef(false)
  useLayoutEffect(() => {
    if (opened.current || messages.length === 0) return
    opened.current = true
    const index = newLine === null ? -1 : messages.findIndex((message) => message.seq === newLine)
    if (index > 0) virtualizer.scrollToIndex(Math.max(0, index - 1), { align: 'start' })
    else virtualizer.scrollToEnd()
  }, [messages, newLine, virtualizer])
}
