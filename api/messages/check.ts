/** What can be wrong with the page of history somebody asks for. */
import { refuse } from '../../engine/protocol/errors.ts'

export interface Page {
  readonly conversationId: string
  /** Only messages before this seq. */
  readonly before?: number | undefined
  /** Only messages after this seq. */
  readonly after?: number | undefined
  readonly limit: number
}

/** A page begins at one end: with both bounds it would not be clear which messages to leave out. */
export function checkPage(page: Page): Page {
  if (page.before !== undefined && page.after !== undefined) {
    refuse('INVALID_INPUT', { message: 'Give before or after, not both.' })
  }
  return page
}
