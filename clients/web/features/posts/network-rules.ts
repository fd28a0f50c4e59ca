/** `rulesOf`: what the place of a target takes, while somebody types; the server asks the same rules again. */
import type { MediaFacts, Problem } from '../../../../engine/post/networks/contract.ts'
import { networkRules } from '../../../../engine/post/networks/rules.ts'
import { LIMITS } from '../../../../engine/protocol/limits.ts'
import type { Destination } from '../../../../engine/protocol/post-shapes.ts'

export interface Rules {
  readonly textMax: number
  /** In the network's own units. */
  count(text: string): number
  check(said: {
    text: string
    media: readonly MediaFacts[]
    options: Readonly<Record<string, unknown>>
    step: number
  }): readonly Problem[]
}

const CONVERSATION = plainRules(LIMITS.textCharsMax, 'a message')
const ANYWHERE = plainRules(LIMITS.postTextCharsMax, 'a post')

export function rulesOf(to: Destination): Rules {
  if (to.kind === 'account') return networkRules[to.network] ?? ANYWHERE
  return to.kind === 'conversation' ? CONVERSATION : ANYWHERE
}

/** Where characters are counted and nothing else matters. */
function plainRules(textMax: number, what: string): Rules {
  return {
    textMax,
    count: (text) => text.trim().length,
    check({ text, media }) {
      const over = text.trim().length - textMax
      if (over > 0) return [fatal('text-too-long', `${over} characters too many for ${what}`)]
      if (text.trim() === '' && media.length === 0) return [fatal('text-missing', 'Nothing is said yet')]
      return []
    },
  }
}

function fatal(code: string, message: string): Problem {
  return { at: 'text', code, message, isFatal: true }
}
