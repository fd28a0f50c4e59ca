/** `lifeWords`: where a step of a target stands, as somebody wants to read it. */
import type { Life } from '../../../../../engine/post/chart.ts'
import type { Holder } from '../../../../../engine/protocol/post-shapes.ts'
import type { Tone } from '../status-look.ts'

export interface LifeWords {
  readonly label: string
  readonly tone: Tone
  /** What it means, where the word is not enough. */
  readonly detail: string | null
}

const WORDS: Readonly<Record<Life, readonly [label: string, tone: Tone, detail?: string]>> = {
  draft: ['Draft', 'quiet'],
  inReview: ['In review', 'new', 'Somebody must say yes first.'],
  changesRequested: ['Changes asked for', 'new'],
  approved: ['Approved', 'ready', 'It has no time yet.'],
  waiting: ['Comes after', 'quiet', 'It waits until the one before it is out.'],
  scheduled: ['Scheduled', 'ready'],
  rehearsing: ['Being looked at', 'busy', 'Account, quota and media are checked ahead of time.'],
  'preparing.uploading': ['Uploading', 'busy', 'Media are brought to the network ahead of time.'],
  'preparing.processing': ['Being processed', 'busy', 'The network works on the media.'],
  armed: ['Ready', 'ready', 'Everything is there; only the moment is missing.'],
  publishing: ['Publishing', 'busy'],
  reconciling: [
    'Being looked for',
    'busy',
    'The network did not answer, so we look whether it is there. It is not sent again.',
  ],
  needsHuman: [
    'Unknown',
    'bad',
    'The network did not answer, and there is no telling whether it is there. Please look, and say what you see.',
  ],
  published: ['Published', 'good'],
  rejected: ['Refused', 'bad'],
  throttled: ['Asked to wait', 'new', 'The network wants a pause; it goes out after it.'],
  authNeeded: ['Account disconnected', 'bad', 'Connect the account again, then try again.'],
  missed: ['Too late', 'bad', 'Its time passed while it could not go out.'],
  skipped: ['Left out', 'quiet', 'Its time passed, and it was to be left out then.'],
  cancelled: ['Cancelled', 'quiet'],
}

export function lifeWords(life: Life): LifeWords {
  const [label, tone, detail = null] = WORDS[life]
  return { label, tone, detail }
}

const HOLDERS: Readonly<Record<Holder, string>> = {
  organisation: 'everything is stopped',
  credential: 'the account must be connected again',
  plan: 'the plan of the organisation is used up',
}

/** Why a target is on hold; null when it is not. */
export function heldWords(held: readonly Holder[]): string | null {
  return held.length === 0 ? null : `On hold: ${held.map((by) => HOLDERS[by]).join(', ')}.`
}

/** What a step of a target is called: the post itself, a comment, a part of a thread. */
export function stepName(step: number, isThread: boolean): string {
  if (step === 0) return 'The post'
  if (isThread) return `Part ${step + 1}`
  return step === 1 ? 'First comment' : `Comment ${step}`
}
