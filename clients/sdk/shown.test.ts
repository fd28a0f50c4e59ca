import { describe, expect, test } from 'vitest'
import { messageOf } from '../../engine/conversation/view.ts'
import type { Entry, OutboxCommand } from './outbox-entry.ts'
import { showMessages } from './shown.ts'
import { AT, sent } from './testing/events.ts'

function entry(commandId: string, command: OutboxCommand, more: Partial<Entry> = {}): Entry {
  return {
    commandId,
    roomId: 'room',
    command,
    at: AT,
    shownAs: commandId,
    state: 'waiting',
    reason: null,
    sent: null,
    tabId: 'tab',
    ...more,
  }
}
const say = (text: string): OutboxCommand => ({ type: 'message.send', text, replyTo: null })
const edit = (messageId: string, text: string): OutboxCommand => ({ type: 'message.edit', messageId, text })
const brief = (messages: ReturnType<typeof showMessages>) =>
  messages.map(({ text, state, seq }) => `${seq} ${text} (${state})`)

const window = [messageOf(sent(2, 'first')), messageOf(sent(3, 'second'))]

describe('what waits', () => {
  test('stands after what is confirmed, in the order in which it was said', () => {
    const shown = showMessages(window, [entry('a', say('  third ')), entry('b', say('fourth'))], 'ann')
    expect(brief(shown)).toEqual([
      '2 first (sent)',
      '3 second (sent)',
      '0 third (sending)',
      '0 fourth (sending)',
    ])
  })

  test('is shown once when its event has arrived before its answer', () => {
    const mine = messageOf(sent(4, 'third', { authorId: 'ann', commandId: 'a' }))
    expect(brief(showMessages([...window, mine], [entry('a', say('third'))], 'ann'))).toEqual([
      '2 first (sent)',
      '3 second (sent)',
      '4 third (sent)',
    ])
  })

  test('has the seq and id of its answer as soon as there is one', () => {
    const answered = entry('a', say('third'), {
      state: 'sent',
      sent: { seq: 4, messageId: 'message-4', at: AT },
    })
    expect(showMessages(window, [answered], 'ann').at(-1)).toMatchObject({
      seq: 4,
      messageId: 'message-4',
      state: 'sent',
    })
  })

  test('can be edited and deleted before it is sent', () => {
    const entries = [
      entry('a', say('helo')),
      entry('b', edit('a', 'hello')),
      entry('c', say('oops')),
      entry('d', { type: 'message.delete', messageId: 'c' }),
    ]
    expect(brief(showMessages([], entries, 'ann'))).toEqual(['0 hello (sending)', '0  (sending)'])
  })
})

describe('a change', () => {
  test('is shown at once and says that it is on its way', () => {
    const shown = showMessages(window, [entry('a', edit('message-2', 'better'))], 'bob')
    expect(brief(shown)).toEqual(['2 better (sending)', '3 second (sent)'])
    expect(shown[0]?.editedAt).toBe(AT)
  })

  test('that was refused is not shown as made, but says why', () => {
    const failed = entry('a', edit('message-2', 'better'), { state: 'failed', reason: 'ARCHIVED' })
    expect(showMessages(window, [failed], 'bob')[0]).toMatchObject({
      text: 'first',
      state: 'failed',
      reason: 'ARCHIVED',
    })
  })

  test('of a message that is not in the window changes nothing', () => {
    expect(showMessages(window, [entry('a', edit('message-1', 'x'))], 'bob')).toEqual(
      showMessages(window, [], 'bob'),
    )
  })
})

test('a message that has not changed is the same object, so that a list need not draw it again', () => {
  const [one] = showMessages(window, [], 'ann')
  const [same] = showMessages([...window, messageOf(sent(4))], [entry('a', say('x'))], 'ann')
  expect(same).toBe(one)
})
