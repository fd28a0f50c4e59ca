/** What can be wrong with wishes about files. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Refuses what cannot be a file's id with UNKNOWN_MEDIA, as if it had been looked up. */
export function mediaIdOf(text: string): string {
  return isUuid(text) ? text : refuse('UNKNOWN_MEDIA')
}

/** Refuses with MEDIA_TOO_LARGE before anything of it is read; a client that does not say is found out on the way. */
export function checkSize({ node, header }: SignedInCtx): void {
  if (Number(header('content-length') ?? 0) > node.config.mediaBytesMax) refuse('MEDIA_TOO_LARGE')
}
