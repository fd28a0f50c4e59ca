/** `orderOf`: what one attempt is about, read from the post as it stood when the attempt began. */
import { must } from '../kernel/assert.ts'
import type { Destination, Keys } from '../protocol/post-shapes.ts'
import type { PostState, Step, Target } from './state.ts'

/** What is to be published, as one step of one target. */
export interface OrderedStep {
  readonly organisationId: string
  readonly authorId: string
  readonly to: Destination
  /** 0 is the post, the others are its parts. */
  readonly step: number
  readonly text: string
  readonly mediaIds: readonly string[]
  readonly options: Readonly<Record<string, unknown>>
  readonly keys: Keys
  /** What was begun there for the step as it was before it was edited. */
  readonly leftovers: readonly Keys[]
  /** The step before it; null for the first. */
  readonly answers: { readonly id: string } | null
  /** ISO 8601 in UTC; null before it was first tried. */
  readonly armedAt: string | null
}

/** Null when the post has no such step. */
export function orderOf(state: PostState, targetId: string, step: number): OrderedStep | null {
  const target = state.targets.get(targetId)
  const tried = target?.steps[step]
  if (target === undefined || tried === undefined) return null
  const { organisationId, authorId } = state
  const { text, mediaIds } = contentOf(state, target, step)
  return {
    organisationId,
    authorId,
    to: target.to,
    step,
    text: withUrl(text, followedOf(state, target)?.result?.url ?? null),
    mediaIds,
    options: target.content.options,
    keys: tried.keys,
    leftovers: tried.leftovers ?? [],
    answers: step === 0 ? null : answeredBy(target, step),
    armedAt: tried.armedAt,
  }
}

function contentOf(state: PostState, { content }: Target, step: number) {
  if (step === 0) return { text: content.text ?? state.text, mediaIds: content.media ?? state.media }
  const part = must(content.parts[step - 1], 'every step but the first is a part')
  return { text: part.text, mediaIds: part.media }
}

function answeredBy({ steps }: Target, step: number): { id: string } | null {
  const id = steps[step - 1]?.result?.id ?? null
  return id === null ? null : { id }
}

function followedOf({ targets }: PostState, { content }: Target): Step | undefined {
  return content.after === null ? undefined : targets.get(content.after.targetId)?.steps[0]
}

/** `{url}` in the text becomes the address of the target that this one follows. */
function withUrl(text: string, url: string | null): string {
  return url === null ? text : text.replaceAll('{url}', url)
}
