/** What a row can ask of its conversation. One object for all rows, so that no row redraws because of it. */
import { createContext, useContext } from 'react'
import { must } from '../../../../engine/kernel/assert.ts'
import type { ShownMessage } from '../../../sdk/types.ts'

export interface MessageVerbs {
  readonly conversationId: string
  /** False when one may only read: archived, or not a member. */
  readonly canWrite: boolean
  /** Whether one may delete what others wrote. */
  readonly canModerate: boolean
  reply(message: ShownMessage): void
  edit(message: ShownMessage): void
  askDelete(message: ShownMessage): void
  retry(commandId: string): void
  discard(commandId: string): void
  /** Scrolls to a message that is loaded. */
  show(messageId: string): void
  /** A loaded message; undefined when it lies further back. */
  find(messageId: string): ShownMessage | undefined
}

export const VerbsContext = createContext<MessageVerbs | null>(null)

export function useVerbs(): MessageVerbs {
  return must(useContext(VerbsContext), 'a VerbsContext stands around every row')
}
