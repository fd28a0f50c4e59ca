/** `checkedDraft`: everything that stands in the way of a draft, by target and in the networks' own arithmetic. */
import { fitsOf, type TargetFit } from '../../../../../engine/post/networks/fit.ts'
import { networkRules } from '../../../../../engine/post/networks/rules.ts'
import type { Network } from '../../../../../engine/protocol/post-shapes.ts'
import type { MediaView } from '../../../app/posts-api.ts'
import { type Draft, targetDraftsOf } from './draft.ts'

export interface Checked extends TargetFit {
  /** Of the target. */
  readonly key: string
}

/** The server asks the same before it plans. */
export function checkedDraft(draft: Draft): readonly Checked[] {
  const { text, media, targets } = draft
  const known = new Map<string, MediaView>()
  for (const medium of [...media, ...targets.flatMap((target) => target.media ?? [])])
    known.set(medium.id, medium)
  const said = { text, media: media.map(({ id }) => id), targets: targetDraftsOf(draft) }
  return fitsOf(said, (id) => known.get(id)).map((fit, index) => ({
    ...fit,
    key: targets[index]?.key ?? '',
  }))
}

/** Whether anything would be refused. */
export function hasFatal(checked: readonly Checked[]): boolean {
  return checked.some(({ problems }) => problems.some(({ isFatal }) => isFatal))
}

/** What a text uses up at a network, and how much that may be. */
export function countAt(network: Network, text: string): { count: number; max: number } {
  const rules = networkRules[network]
  return { count: rules.count(text), max: rules.textMax }
}
