/** `checkFit`: whether networks would take a post, by its words and its files. */
import { isUuid } from '../kernel/ids.ts'
import { factsOfRow } from '../outside/media/view.ts'
import type { MediaFacts } from '../post/networks/contract.ts'
import { type Draft, fitsOf, type TargetFit } from '../post/networks/fit.ts'
import { refuse } from '../protocol/errors.ts'
import { Media } from '../store/entities/media.ts'
import type { Planner } from './planner.ts'

interface Files {
  readonly store: Pick<Planner['store'], 'scoped'>
}

/** What rules must know of files. Refuses with UNKNOWN_MEDIA unless all are the organisation's. */
export async function mediaFacts(
  { store }: Files,
  organisationId: string,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, MediaFacts>> {
  const wanted = [...new Set(mediaIds)]
  if (wanted.length === 0) return new Map()
  if (!wanted.every(isUuid)) refuse('UNKNOWN_MEDIA')
  const found = await store.scoped(organisationId).find(Media, { id: { $in: wanted } })
  if (found.length < wanted.length) refuse('UNKNOWN_MEDIA')
  return new Map(found.map((row) => [row.id, factsOfRow(row)]))
}

/** Every file that a draft shows anywhere. */
export function mediaOf({ media, targets }: Draft): string[] {
  return [
    ...media,
    ...targets.flatMap((target) => [...(target.media ?? []), ...target.parts.flatMap((part) => part.media)]),
  ]
}

/** How each target of a draft stands with its network. Refuses with UNKNOWN_MEDIA. */
export async function fitOf(files: Files, organisationId: string, draft: Draft): Promise<TargetFit[]> {
  const facts = await mediaFacts(files, organisationId, mediaOf(draft))
  return fitsOf(draft, (id) => facts.get(id))
}

/** Refuses with POST_UNFIT, and what is wrong, when a network would not take it. */
export async function checkFit(files: Files, organisationId: string, draft: Draft): Promise<void> {
  const fits = await fitOf(files, organisationId, draft)
  const issues = fits.flatMap(({ problems }, index) =>
    problems
      .filter(({ isFatal }) => isFatal)
      .map(({ at, message, step }) => ({ path: ['targets', index, step, at], message })),
  )
  if (issues.length > 0) refuse('POST_UNFIT', { message: issues[0]?.message, data: { issues } })
}
