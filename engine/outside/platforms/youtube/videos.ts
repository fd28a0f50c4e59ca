/** `videoAt`: how one film stands at YouTube. */
import { fieldOf, listOf, textOf } from '../answer.ts'
import type { Credential } from '../contract.ts'
import { ask, type Heard } from './ask.ts'
import type { YouTubeParts } from './settings.ts'

export interface Video {
  readonly privacy: string
  /** `uploaded` while it is being processed, then `processed`, or `failed`, `rejected`, `deleted`. */
  readonly uploadStatus: string
  /** Why it failed or was rejected; '' when it did not. */
  readonly reason: string
  /** YouTube's own estimate; null when it has none. */
  readonly timeLeftMs: number | null
}

/** `video` is null when YouTube lists no such film to its owner. */
export async function videoAt(
  parts: YouTubeParts,
  credential: Credential,
  videoId: string,
): Promise<{ readonly heard: Heard; readonly video: Video | null }> {
  const query = new URLSearchParams({ part: 'status,processingDetails', id: videoId })
  const url = `${parts.settings.apiUrl}/videos?${query}`
  const heard = await ask(parts, credential, 'look', { method: 'GET', url })
  const [item] = listOf(heard.json, 'items')
  return { heard, video: item === undefined ? null : videoOf(item) }
}

/** As `videos.list` and `videos.update` show it. */
export function videoOf(item: unknown): Video {
  const timeLeft = fieldOf(item, 'processingDetails', 'processingProgress', 'timeLeftMs')
  const timeLeftMs = Number(timeLeft ?? Number.NaN)
  const reason = fieldOf(item, 'status', 'failureReason') ?? fieldOf(item, 'status', 'rejectionReason')
  return {
    privacy: textOf(fieldOf(item, 'status', 'privacyStatus')),
    uploadStatus: textOf(fieldOf(item, 'status', 'uploadStatus')),
    reason: textOf(reason),
    timeLeftMs: timeLeftMs >= 0 ? timeLeftMs : null,
  }
}

export function watchUrlOf({ settings }: YouTubeParts, videoId: string, commentId?: string): string {
  const query = new URLSearchParams({ v: videoId, ...(commentId !== undefined && { lc: commentId }) })
  return `${settings.watchUrl}?${query}`
}
