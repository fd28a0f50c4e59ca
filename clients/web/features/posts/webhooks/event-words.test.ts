import { expect, test } from 'vitest'
import { PostEvent } from '../../../../../engine/protocol/events/post-event.ts'
import { answerWords, EVENT_KINDS, eventWords, isTaken } from './event-words.ts'

test('every event of a post has its words', () => {
  const kinds = PostEvent.options.map(({ shape }) => shape.kind.value)
  expect([...EVENT_KINDS].sort()).toEqual([...kinds].sort())
  expect(eventWords('post.settled')).toBe('Work ended')
  expect(eventWords('post.of-next-year'), 'also one that a newer server tells of').toBe('post.of-next-year')
})

test('an answer is told as it came', () => {
  const at = '2026-11-21T09:00:00.000Z'
  expect(answerWords({ status: 204, trouble: null, answeredAt: at })).toBe('Answered 204')
  expect(answerWords({ status: null, trouble: 'no answer within 10 s', answeredAt: at })).toBe(
    'No answer within 10 s',
  )
  expect(answerWords({ status: null, trouble: null, answeredAt: null })).toBeNull()
  expect([204, 302, 500].map((status) => isTaken({ status }))).toEqual([true, false, false])
})
