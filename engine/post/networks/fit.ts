/** `fitsOf`: whether networks would take a post as it is, target by target. The server asks before it plans, a composer while somebody types. */
import { LIMITS } from '../../protocol/limits.ts'
import type { TargetDraft } from '../../protocol/post-shapes.ts'
import type { MediaFacts, NetworkRules, Problem } from './contract.ts'
import { networkRules } from './rules.ts'

export interface Draft {
  readonly text: string
  /** Ids of files. */
  readonly media: readonly string[]
  readonly targets: readonly TargetDraft[]
}

/** What is wrong with a step of a target: 0 is the post, the others are its parts. */
export interface StepProblem extends Problem {
  readonly step: number
}

export interface TargetFit {
  /** Of the post's text, in the network's own units. */
  readonly count: number
  readonly max: number
  readonly problems: readonly StepProblem[]
}

/** In the order of the targets. Files that `factsOf` does not know are left out. */
export function fitsOf(draft: Draft, factsOf: (mediaId: string) => MediaFacts | undefined): TargetFit[] {
  const known = (ids: readonly string[]) => ids.flatMap((id) => factsOf(id) ?? [])
  return draft.targets.map((target) => {
    const first = { text: target.text ?? draft.text, media: known(target.media ?? draft.media) }
    const parts = target.parts.map(({ text, media }) => ({ text, media: known(media) }))
    const rules = rulesOf(target)
    const problems = [first, ...parts].flatMap((said, step) =>
      rules.check({ ...said, options: target.options, step }).map((problem) => ({ ...problem, step })),
    )
    return { count: rules.count(first.text), max: rules.textMax, problems }
  })
}

type Rules = Pick<NetworkRules, 'textMax' | 'count' | 'check'>

function rulesOf({ to }: TargetDraft): Rules {
  return to.kind === 'account' ? networkRules[to.network] : MESSAGE
}

/** A target that is a conversation: files go along as links. */
const MESSAGE: Rules = {
  textMax: LIMITS.textCharsMax,
  count: (text) => text.length,
  check({ text, media }) {
    const over = text.length - LIMITS.textCharsMax
    if (over > 0) {
      const message = `${over} characters too many for a message`
      return [{ at: 'text', code: 'text-too-long', message, isFatal: true }]
    }
    if (text.trim() !== '' || media.length > 0) return []
    return [{ at: 'text', code: 'text-missing', message: 'A message needs some text', isFatal: true }]
  },
}
