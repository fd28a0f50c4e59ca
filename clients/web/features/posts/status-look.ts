/** `STATUS_LOOKS`: what a post's status is called and how loud it is; the same everywhere it is shown. */
import type { PostStatus } from '../../../../engine/post/status.ts'

export type Tone = 'quiet' | 'ready' | 'busy' | 'good' | 'new' | 'bad'

export interface StatusLook {
  readonly label: string
  readonly tone: Tone
}

export const STATUS_LOOKS: Readonly<Record<PostStatus, StatusLook>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  inReview: { label: 'In review', tone: 'new' },
  changesRequested: { label: 'Changes asked for', tone: 'new' },
  approved: { label: 'Approved', tone: 'ready' },
  scheduled: { label: 'Scheduled', tone: 'ready' },
  held: { label: 'On hold', tone: 'new' },
  publishing: { label: 'Publishing', tone: 'busy' },
  attention: { label: 'Needs you', tone: 'bad' },
  partlyPublished: { label: 'Partly published', tone: 'bad' },
  published: { label: 'Published', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Cancelled', tone: 'quiet' },
}

/** Of a chip with words in it. */
export const TONE_CHIPS: Readonly<Record<Tone, string>> = {
  quiet: 'bg-wash-strong text-ink-soft',
  ready: 'bg-accent-wash text-accent',
  busy: 'bg-accent-wash text-accent',
  good: 'bg-leaf-wash text-leaf',
  new: 'bg-signal-wash text-signal-ink',
  bad: 'bg-danger-wash text-danger',
}

/** Of a dot or an edge. */
export const TONE_DOTS: Readonly<Record<Tone, string>> = {
  quiet: 'bg-ink-faint',
  ready: 'bg-accent',
  busy: 'bg-accent',
  good: 'bg-online',
  new: 'bg-signal',
  bad: 'bg-danger',
}
