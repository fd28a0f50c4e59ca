/**
 * Everything about LinkedIn that may change without our doing: addresses, versions, waits. What it takes of texts and
 * media is in engine/post/networks/linkedin.ts.
 */
export interface LinkedinSettings {
  readonly clientId: string
  readonly clientSecret: string
  readonly apiUrl: string
  /** Of the pages and tokens of OAuth. */
  readonly authUrl: string
  /** `YYYYMM`: every call names it. */
  readonly version: string
  /** When LinkedIn takes that version no more, ISO 8601 in UTC. */
  readonly versionEndsAt: string
  /** Whether the application was vetted for posts of organisations. */
  readonly asksForOrganisations: boolean
  readonly timeoutMs: number
  /** For one part of a film, or a whole picture. */
  readonly uploadTimeoutMs: number
  /** What one visit uploads at most: 16 visits for the largest film. */
  readonly bytesPerVisit: number
  /** How often an upload that LinkedIn does not know any more is begun again. */
  readonly uploadsMax: number
  /** How far a read-back goes, in pages of 100 posts or comments. */
  readonly pagesMax: number
  /** What a picture is given to become ready, where the token may not look at it. */
  readonly mediaGraceMs: number
  /** How far a look ahead goes: the first comes a day before the post. */
  readonly rehearsalAheadMs: number
  /** Uncertain: how long LinkedIn refuses the same once more as a duplicate. The only thing that tells of people's posts. */
  readonly duplicateWindowMs: number
  /** Not repeated any more when the window ends so soon: the call itself takes time, and clocks differ. */
  readonly duplicateMarginMs: number
  /** Uncertain: what a deletion answers. A second one may answer the same, and then nobody hears that it was gone. */
  readonly deletedStatuses: readonly number[]
  /** Uncertain: whether an answer to a comment is posted to the post and names the comment, or to the comment. */
  readonly nestedComments: 'onPost' | 'onComment'
  /** Uncertain: how LinkedIn says that a refresh token is not good any more. */
  readonly deadGrant: RegExp
  /** Uncertain: where an organisation tells its name and its handle; without them it is connected under its number. */
  readonly organisationFields: { readonly name: string; readonly handle: string }
  /** Uncertain: where the numbers of an organisation's posts are told, and what they are called there. */
  readonly statistics: LinkedinStatistics
}

export interface LinkedinStatistics {
  readonly path: string
  /** Of each post, the record that holds its numbers. */
  readonly record: string
  readonly views: string
  readonly likes: string
  readonly comments: string
  readonly shares: string
}

export const LINKEDIN_SETTINGS: Omit<LinkedinSettings, 'clientId' | 'clientSecret'> = {
  apiUrl: 'https://api.linkedin.com',
  authUrl: 'https://www.linkedin.com/oauth/v2',
  version: '202609',
  versionEndsAt: '2027-09-15T00:00:00.000Z',
  asksForOrganisations: true,
  timeoutMs: 30_000,
  uploadTimeoutMs: 120_000,
  bytesPerVisit: 32 * 1024 * 1024,
  uploadsMax: 3,
  pagesMax: 32,
  mediaGraceMs: 15_000,
  rehearsalAheadMs: 24 * 60 * 60_000,
  duplicateWindowMs: 10 * 60_000,
  duplicateMarginMs: 60_000,
  deletedStatuses: [200, 204],
  nestedComments: 'onPost',
  organisationFields: { name: 'localizedName', handle: 'vanityName' },
  statistics: {
    path: '/rest/organizationalEntityShareStatistics',
    record: 'totalShareStatistics',
    views: 'impressionCount',
    likes: 'likeCount',
    comments: 'commentCount',
    shares: 'shareCount',
  },
  deadGrant: /invalid_grant|refresh token.*(invalid|expired|revoked)/i,
}

export const PERSON_SCOPES = ['openid', 'profile', 'email', 'w_member_social'] as const
/** Changing what is asked for ends the tokens that were given before. */
export const ORGANISATION_SCOPES = [
  'w_organization_social',
  'r_organization_social',
  'rw_organization_admin',
] as const

export interface LinkedinParts {
  readonly settings: LinkedinSettings
  /** ms since 1970. */
  readonly now: () => number
}

/** Nothing can be read back of a person's posts; of an organisation's, all. */
export function isPerson(accountRef: string): boolean {
  return accountRef.startsWith('urn:li:person:')
}
