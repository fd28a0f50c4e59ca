/** Acts on files. */
import type { MediaView } from '../../engine/outside/media/view.ts'
import type { SignedInCtx } from '../procedure.ts'
import { mediaIdOf } from './check.ts'

/** Refuses with UNKNOWN_MEDIA. */
export async function describe(
  { node, session }: SignedInCtx,
  { mediaId, altText }: { readonly mediaId: string; readonly altText: string | null },
): Promise<{ media: MediaView }> {
  const { organisationId } = session
  return { media: await node.outside.media.describe(organisationId, mediaIdOf(mediaId), altText || null) }
}

/** Refuses with UNKNOWN_MEDIA and MEDIA_IN_USE. */
export async function remove(
  { node, session }: SignedInCtx,
  mediaId: string,
): Promise<Record<string, never>> {
  await node.outside.media.remove(session.organisationId, mediaIdOf(mediaId))
  return {}
}
