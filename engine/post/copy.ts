/** `copyOf`: what is needed to make a post once more. */
import type { Approval, TargetDraft } from '../protocol/post-shapes.ts'
import type { PostState } from './state.ts'

export interface PostCopy {
  readonly text: string
  readonly media: string[]
  readonly tags: string[]
  /** Of the copy too: everybody must say yes anew. */
  readonly approval: Approval
  readonly together: boolean
  readonly targets: TargetDraft[]
}

/** It says the same and goes to the same; where the post stands, and its time, are its own. */
export function copyOf({ text, media, tags, approval, together, targets }: PostState): PostCopy {
  const places = new Map([...targets.keys()].map((id, index) => [id, `t${index + 1}`]))
  const copies = [...targets.values()].map(({ to, content }): TargetDraft => {
    const after = content.after && {
      ...content.after,
      targetId: places.get(content.after.targetId) ?? content.after.targetId,
    }
    return { ...content, after, to }
  })
  return { text, media: [...media], tags: [...tags], approval, together, targets: copies }
}
