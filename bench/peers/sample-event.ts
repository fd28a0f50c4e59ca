/** `EVENT_SAMPLE`: an event as the other servers make it, for brokers that pass on what they are given. */
import { ID_SLOT } from '../load/plan.ts'
import { eventOf } from './chat.ts'
import { TEXT } from './text.ts'

export const EVENT_SAMPLE = JSON.stringify({
  ...eventOf({ conversationId: '', commandId: ID_SLOT, text: TEXT }),
  seq: 100_000,
})
