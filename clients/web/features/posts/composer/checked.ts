/** `checkedDraft`: everything that stands in the way of a draft, by target and in the networks' own arithmetic. */
import type { Problem } from '../../../../../engine/post/networks/contract.ts'
import { rulesOf } from '../network-rules.ts'
import { type Draft, type DraftTarget, saidBy } from './draft.ts'

export interface Checked {
  readonly key: string
  /** Of the post's text, in the network's units. */
  readonly count: number
  readonly max: number
  readonly problems: readonly (Problem & {
    /** 0 is the post, the others are its parts. */
    readonly step: number
  })[]
}

export function checkedDraft(draft: Draft): readonly Checked[] {
  return draft.targets.map((target) => checkedTarget(draft, target))
}

function checkedTarget(draft: Draft, target: DraftTarget): Checked {
  const { key, to, options, parts } = target
  const rules = rulesOf(to)
  const { text, media } = saidBy(draft, key)
  const steps = [{ text, media }, ...parts.map((part) => ({ text: part.text, media: [] }))]
  return {
    key,
    count: rules.count(text),
    max: rules.textMax,
    problems: steps.flatMap((said, step) =>
      rules.check({ ...said, options, step }).map((problem) => ({ ...problem, step })),
    ),
  }
}

/** Whether anything would be refused. */
export function hasFatal(checked: readonly Checked[]): boolean {
  return checked.some(({ problems }) => problems.some(({ isFatal }) => isFatal))
}
