/** Everything about YouTube that may change without our doing: addresses, scopes, patience, quota. Sources: research/platform-apis.md section 5. */
export interface YouTubeSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly apiUrl: string
  readonly uploadUrl: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly watchUrl: string
  /** Uncertain: PKCE is said to be supported, and to be optional for applications with a secret. */
  readonly usesPkce: boolean
  /**
   * Whether YouTube has audited the project of these credentials. What other projects upload is locked private for ever,
   * so with `false` nothing is uploaded at all. `YOUTUBE_AUDITED` says so.
   */
  readonly isAudited: boolean
  readonly timeoutMs: number
  /** For one chunk of a film: 8 MiB take 64 s at 1 Mbit/s. */
  readonly chunkTimeoutMs: number
  /** A multiple of 256 KiB, which YouTube insists on. */
  readonly chunkBytes: number
  /** Of a film, in one visit: a visit that is longer than its lease is taken for dead. */
  readonly visitBytesMax: number
  /** Between two looks at a film that is being processed; YouTube's own estimate counts up to `processingLookMsMax`. */
  readonly processingLookMs: number
  readonly processingLookMsMax: number
  /** Uncertain: how long a film that was just uploaded may be missing from what YouTube lists. */
  readonly missingMsMax: number
  /** After a failure whose end nobody told. */
  readonly patienceMs: number
  /** Before looking whether a film became public. */
  readonly lookAfterMs: number
  /** Uncertain: how long it takes until a new comment is listed. */
  readonly commentLookAfterMs: number
  /** Pages of 100 comments that are read for one that may be ours. */
  readonly commentPagesMax: number
  /** Uncertain: ids are opaque, but those of films have always been of this shape, and those of comments never. */
  readonly videoId: RegExp
  /** Uncertain: what a 429 to an upload means, the day's bucket being empty or only its rate. */
  readonly uploadRefusedLasts: 'untilPacificMidnight' | 'patienceMs'
  /** How long a channel waits that has uploaded as much as it may. */
  readonly channelUploadsMs: number
  /** What a project may do a day, of all its users together, until midnight in `zone`; for the broker. */
  readonly budget: { readonly zone: string; readonly uploads: number; readonly units: number }
  /** What calls cost of `budget.units`; an upload costs one of `budget.uploads` instead. */
  readonly units: { readonly list: number; readonly change: number }
}

/** What every file of this folder works with. */
export interface YouTubeParts {
  readonly settings: YouTubeSettings
  /** ms since 1970. */
  readonly now: () => number
}

export const YOUTUBE_SETTINGS: Omit<YouTubeSettings, 'clientId' | 'clientSecret'> = {
  apiUrl: 'https://www.googleapis.com/youtube/v3',
  uploadUrl: 'https://www.googleapis.com/upload/youtube/v3',
  authorizeUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenUrl: 'https://oauth2.googleapis.com/token',
  watchUrl: 'https://www.youtube.com/watch',
  usesPkce: true,
  isAudited: true,
  timeoutMs: 30_000,
  chunkTimeoutMs: 120_000,
  chunkBytes: 8 * 1024 ** 2,
  visitBytesMax: 64 * 1024 ** 2,
  processingLookMs: 15_000,
  processingLookMsMax: 5 * 60_000,
  missingMsMax: 60_000,
  patienceMs: 60_000,
  lookAfterMs: 5_000,
  commentLookAfterMs: 30_000,
  commentPagesMax: 10,
  videoId: /^[\w-]{11}$/,
  uploadRefusedLasts: 'untilPacificMidnight',
  channelUploadsMs: 24 * 60 * 60_000,
  budget: { zone: 'America/Los_Angeles', uploads: 100, units: 10_000 },
  units: { list: 1, change: 50 },
}

const SCOPE = 'https://www.googleapis.com/auth'
/** `force-ssl` is for comments and for changing what was uploaded. */
export const YOUTUBE_SCOPES = [
  `${SCOPE}/youtube.upload`,
  `${SCOPE}/youtube.readonly`,
  `${SCOPE}/youtube.force-ssl`,
] as const
