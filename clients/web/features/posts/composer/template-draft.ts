/** A draft as a template keeps it, and a draft that begins with a template. Pure. */
import type { Destination } from '../../../../../engine/protocol/post-shapes.ts'
import type { NewTemplate, Template } from '../../../app/api.ts'
import type { MediaView } from '../../../app/posts-api.ts'
import { type Draft, type DraftTarget, keyOf, newPostOf } from './draft.ts'

/** All of a draft but its time: that is chosen anew for each post. */
export function templateOf(draft: Draft): Omit<NewTemplate, 'name' | 'templateId' | 'commandId'> {
  return { ...newPostOf(draft), lateness: draft.lateness }
}

export interface Begun {
  readonly draft: Draft
  /** Places and files of the template that are not there any more. */
  readonly lostCount: number
}

/** With the time that was chosen before. `isThere` knows to which places this person can post now. */
export function draftOfTemplate(
  { content, media: files }: Pick<Template, 'content' | 'media'>,
  at: Draft['at'],
  isThere: (to: Destination) => boolean,
): Begun {
  const known = new Map(files.map((file) => [file.id, file]))
  const lost = new Set<string>()
  const viewsOf = (ids: readonly string[]): MediaView[] =>
    ids.flatMap((id) => {
      const view = known.get(id)
      if (view === undefined) lost.add(id)
      return view ?? []
    })
  const { text, tags, approval, together, lateness, media } = content
  const targets = content.targets.flatMap(({ to, after, parts, ...own }): DraftTarget[] => {
    if (!isThere(to)) {
      lost.add(keyOf(to))
      return []
    }
    // targets of a new post are t1, t2, … in their order
    const waited = after && content.targets[Number(after.targetId.slice(1)) - 1]?.to
    const target = {
      key: keyOf(to),
      targetId: null,
      to,
      text: own.text,
      options: own.options,
      staggerMs: own.staggerMs,
      media: own.media && viewsOf(own.media),
      parts: parts.map((part) => ({ ...part, media: viewsOf(part.media).map(({ id }) => id) })),
      after: after && waited && isThere(waited) ? { key: keyOf(waited), delayMs: after.delayMs } : null,
    }
    return [target]
  })
  const draft = {
    text,
    tags,
    approval,
    together,
    lateness,
    at,
    // without a time of its own it comes at none again
    repeat: null,
    targets,
    media: viewsOf(media),
  }
  return { draft, lostCount: lost.size }
}
