import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { drawMachine } from './drawing.ts'
import { conversationKind as kind } from './kind.ts'
import { conversationMachine } from './machine.ts'
import { NO_CONVERSATION } from './state.ts'

const around = { seq: 7, authorId: 'ann', commandId: 'c', at: '2026-11-21T12:00:00.000Z' }

describe('a conversation, as the runtime sees it', () => {
  it('answers with the place, and with the message where there is one', () => {
    const left: ConversationEvent = { ...around, kind: 'member.left', payload: {} }
    expect(kind.answer(left)).toEqual({ seq: 7, at: around.at })
    const removed: ConversationEvent = { ...around, kind: 'message.deleted', payload: { messageId: 'm' } }
    expect(kind.answer(removed)).toEqual({ seq: 7, at: around.at, messageId: 'm' })
  })

  it('says which message a command speaks of', () => {
    expect(kind.speaksOf({ type: 'message.send', text: 'hi', replyTo: null })).toBeNull()
    expect(kind.speaksOf({ type: 'message.send', text: 'hi', replyTo: 'm' })).toBe('m')
    expect(kind.speaksOf({ type: 'message.edit', messageId: 'm', text: 'hi' })).toBe('m')
    expect(kind.speaksOf({ type: 'message.delete', messageId: 'm' })).toBe('m')
    expect(kind.speaksOf({ type: 'member.leave' })).toBeNull()
  })

  it('finds the machine’s state in the folded one', () => {
    expect(kind.valueOf(NO_CONVERSATION)).toBe('absent')
    expect(kind.valueOf({ ...NO_CONVERSATION, head: 1 })).toBe('open')
    expect(kind.valueOf({ ...NO_CONVERSATION, head: 2, archived: true })).toBe('archived')
  })

  it('loads what it dumped, and nothing from the future', () => {
    const state = { ...NO_CONVERSATION, head: 3, members: new Map([['ann', 'owner']] as const) }
    expect(kind.load(JSON.parse(JSON.stringify(kind.dump(state))), 1)).toEqual(state)
    expect(() => kind.load(kind.dump(state), 2)).toThrow('newer')
  })
})

it('is drawn in the README as the machine is', () => {
  const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
  expect(readme).toContain(drawMachine(conversationMachine))
})
