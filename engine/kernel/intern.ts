/** `makeIntern`: gives equal texts back as one, so that what keeps many of them keeps each once. */
import { Lru } from './lru.ts'

/**
 * An id that comes out of JSON is 56 bytes of its own, though a thousand records say the same one. Texts used longest ago
 * are forgotten past `capacity`; whoever kept one keeps it.
 */
export function makeIntern(capacity: number): (text: string) => string {
  const known = new Lru<string, string>(capacity)
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    known.set(text, text)
    return text
  }
}
