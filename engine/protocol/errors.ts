/** The one table of everything that can be refused, and `Refusal`, the value that carries a row of it. */

export interface ErrorRow {
  /** tRPC error code. */
  readonly code:
    | 'BAD_REQUEST'
    | 'UNAUTHORIZED'
    | 'FORBIDDEN'
    | 'NOT_FOUND'
    | 'CONFLICT'
    | 'PAYLOAD_TOO_LARGE'
    | 'TOO_MANY_REQUESTS'
    | 'INTERNAL_SERVER_ERROR'
    | 'SERVICE_UNAVAILABLE'
    | 'METHOD_NOT_SUPPORTED'
  /** HTTP status. */
  readonly status: number
  /** Whether the same request, with the same commandId, may succeed later. */
  readonly retryable: boolean
  /** What it means, in words for a person. */
  readonly meaning: string
}

function row(code: ErrorRow['code'], status: number, retryable: boolean, meaning: string): ErrorRow {
  return { code, status, retryable, meaning }
}

export const ERRORS = {
  // what was asked is not well formed
  INVALID_INPUT: row('BAD_REQUEST', 400, false, 'The input does not have the shape this procedure takes.'),
  MALFORMED_MESSAGE: row('BAD_REQUEST', 400, false, 'The message is not a tRPC request.'),
  PAYLOAD_TOO_LARGE: row('PAYLOAD_TOO_LARGE', 413, false, 'The message is larger than the server accepts.'),
  UNKNOWN_PROCEDURE: row('NOT_FOUND', 404, false, 'There is no procedure of that name.'),
  WRONG_METHOD: row('METHOD_NOT_SUPPORTED', 405, false, 'That procedure is not called this way.'),
  DUPLICATE_REQUEST_ID: row('BAD_REQUEST', 400, false, 'A subscription with this id is already open.'),
  TEXT_EMPTY: row('BAD_REQUEST', 400, false, 'A message needs some text.'),
  TEXT_TOO_LONG: row('BAD_REQUEST', 400, false, 'A message has at most 8,000 characters.'),
  TITLE_EMPTY: row('BAD_REQUEST', 400, false, 'A group or a channel needs a title.'),
  TITLE_TOO_LONG: row('BAD_REQUEST', 400, false, 'A title has at most 120 characters.'),
  // who is asking
  NOT_SIGNED_IN: row('UNAUTHORIZED', 401, false, 'Sign in first.'),
  TOKEN_EXPIRED: row('UNAUTHORIZED', 401, false, 'The access token has expired; refresh it.'),
  TOKEN_INVALID: row('UNAUTHORIZED', 401, false, 'The access token is not one of ours.'),
  REFRESH_INVALID: row(
    'UNAUTHORIZED',
    401,
    false,
    'The refresh token is unknown, used or expired; sign in again.',
  ),
  WRONG_CREDENTIALS: row('UNAUTHORIZED', 401, false, 'E-mail or password is wrong.'),
  CSRF_MISSING: row('FORBIDDEN', 403, false, 'A request with a cookie needs its CSRF token.'),
  ORIGIN_REFUSED: row('FORBIDDEN', 403, false, 'This origin may not call the server.'),
  SIGNUP_CLOSED: row('FORBIDDEN', 403, false, 'Sign-up is by invitation here.'),
  EMAIL_TAKEN: row('CONFLICT', 409, false, 'There is an account with this e-mail.'),
  PASSWORD_WEAK: row('BAD_REQUEST', 400, false, 'A password has 8 characters to 72 bytes.'),
  // what may be done
  NO_PERMISSION: row('FORBIDDEN', 403, false, 'Your role does not allow this.'),
  NOT_A_MEMBER: row('FORBIDDEN', 403, false, 'You are not a member of this conversation.'),
  NOT_AN_OPERATOR: row('FORBIDDEN', 403, false, 'Only operators of this installation see this.'),
  UNKNOWN_ORGANISATION: row(
    'NOT_FOUND',
    404,
    false,
    'There is no such organisation, or you do not belong to it.',
  ),
  UNKNOWN_CONVERSATION: row('NOT_FOUND', 404, false, 'There is no such conversation.'),
  UNKNOWN_MESSAGE: row('NOT_FOUND', 404, false, 'There is no such message in this conversation.'),
  UNKNOWN_PERSON: row('NOT_FOUND', 404, false, 'There is no such person in this organisation.'),
  NOT_JOINABLE: row('FORBIDDEN', 403, false, 'Only channels can be joined; to a group one is invited.'),
  DIRECT_IS_FIXED: row(
    'FORBIDDEN',
    403,
    false,
    'A direct conversation keeps its two people and has no title.',
  ),
  DIRECT_NEEDS_TWO: row('BAD_REQUEST', 400, false, 'A direct conversation is with exactly one other person.'),
  ARCHIVED: row('CONFLICT', 409, false, 'This conversation is archived.'),
  NOT_ARCHIVED: row('CONFLICT', 409, false, 'This conversation is not archived.'),
  ALREADY_EXISTS: row('CONFLICT', 409, false, 'This conversation exists already.'),
  ALREADY_A_MEMBER: row('CONFLICT', 409, false, 'Already a member of this conversation.'),
  NOTHING_TO_CHANGE: row('CONFLICT', 409, false, 'It is like that already.'),
  MEMBERS_FULL: row('CONFLICT', 409, false, 'A conversation has at most 5,000 members.'),
  LAST_OWNER: row('CONFLICT', 409, false, 'Make somebody else an owner first.'),
  // posts
  UNKNOWN_POST: row('NOT_FOUND', 404, false, 'There is no such post.'),
  UNKNOWN_TARGET: row(
    'NOT_FOUND',
    404,
    false,
    'The post has no such target, or the target has no such step.',
  ),
  NO_TARGETS: row('CONFLICT', 409, false, 'A post needs somewhere to go before it gets a time.'),
  TARGETS_FULL: row('CONFLICT', 409, false, 'A post has at most 50 targets.'),
  TIME_INVALID: row('BAD_REQUEST', 400, false, 'That is no local time, or no time zone of the tz database.'),
  TIME_SKIPPED: row('BAD_REQUEST', 400, false, 'Clocks there jump over that time; choose another one.'),
  TIME_PAST: row('BAD_REQUEST', 400, false, 'That time has passed.'),
  NOT_DUE: row('CONFLICT', 409, false, 'It is not time for that yet.'),
  POST_HELD: row('CONFLICT', 409, false, 'This target is on hold.'),
  POST_STANDS_OTHERWISE: row('CONFLICT', 409, false, 'That cannot be done with a post as it stands now.'),
  AUDIENCES_LATER: row('BAD_REQUEST', 400, false, 'Audiences cannot be chosen yet.'),
  POST_UNFIT: row('BAD_REQUEST', 400, false, 'A network would not take this post as it is.'),
  RULE_INVALID: row('BAD_REQUEST', 400, false, 'That is no rule by which a post can come again.'),
  NO_PLAN: row('CONFLICT', 409, false, 'This post has no time yet.'),
  UNKNOWN_SERIES: row('NOT_FOUND', 404, false, 'There is no such series.'),
  SERIES_FULL: row('CONFLICT', 409, false, 'An organisation has at most 200 series that go on.'),
  NOT_IN_SERIES: row('CONFLICT', 409, false, 'The series does not come on that day.'),
  CSV_INVALID: row('BAD_REQUEST', 400, false, 'That is no table with a first line of column names.'),
  UNKNOWN_SLOT: row('NOT_FOUND', 404, false, 'There is no such slot.'),
  SLOTS_FULL: row('CONFLICT', 409, false, 'An account has at most 200 slots a week.'),
  UNKNOWN_TEMPLATE: row('NOT_FOUND', 404, false, 'There is no such template.'),
  TEMPLATE_NAME_TAKEN: row('CONFLICT', 409, false, 'There is a template of that name.'),
  TEMPLATES_FULL: row('CONFLICT', 409, false, 'An organisation has at most 100 templates.'),
  LINK_INVALID: row('NOT_FOUND', 404, false, 'This link is not one of ours, or its time is over.'),
  LINK_WITHDRAWN: row('NOT_FOUND', 404, false, 'This link has been taken back.'),
  UNKNOWN_WEBHOOK: row('NOT_FOUND', 404, false, 'There is no such webhook.'),
  UNKNOWN_DELIVERY: row('NOT_FOUND', 404, false, 'There is no such delivery.'),
  WEBHOOKS_FULL: row('CONFLICT', 409, false, 'An organisation has at most 20 webhooks.'),
  ATTEMPT_OVER: row('CONFLICT', 409, false, 'That attempt is over already.'),
  // accounts at networks, and files
  UNKNOWN_ACCOUNT: row('NOT_FOUND', 404, false, 'There is no such account, or it is not connected any more.'),
  NETWORK_NOT_CONFIGURED: row('CONFLICT', 409, false, 'This installation is not set up for that network.'),
  UNKNOWN_MEDIA: row('NOT_FOUND', 404, false, 'There is no such file.'),
  MEDIA_UNREADABLE: row(
    'BAD_REQUEST',
    400,
    false,
    'This is no JPEG, PNG, GIF, WebP, MP4 or QuickTime file, whatever it is called.',
  ),
  MEDIA_TOO_LARGE: row('PAYLOAD_TOO_LARGE', 413, false, 'The file is larger than this installation takes.'),
  MEDIA_IN_USE: row('CONFLICT', 409, false, 'A post that is not over shows this file.'),
  // suggestions for posts
  CAPTIONS_NOT_CONFIGURED: row('CONFLICT', 409, false, 'Nobody writes suggestions at this installation.'),
  CAPTION_REFUSED: row('CONFLICT', 409, false, 'Whoever writes suggestions would not write this one.'),
  // not to be asked for again by a program: another one is billed
  CAPTION_BROKEN: row('SERVICE_UNAVAILABLE', 503, false, 'The suggestion broke off and is not whole.'),
  // always
  COMMAND_ID_REUSED: row('CONFLICT', 409, false, 'This commandId has been used for a different command.'),
  // not now
  BUSY: row('TOO_MANY_REQUESTS', 429, true, 'Too much is waiting here; try again after the given time.'),
  RATE_LIMITED: row('TOO_MANY_REQUESTS', 429, true, 'Too many requests; try again after the given time.'),
  TOO_MANY_SUBSCRIPTIONS: row(
    'TOO_MANY_REQUESTS',
    429,
    false,
    'This connection has as many subscriptions as it may.',
  ),
  UNAVAILABLE: row(
    'SERVICE_UNAVAILABLE',
    503,
    true,
    'The outcome is unknown; send the same commandId again.',
  ),
  NOT_OWNER: row('SERVICE_UNAVAILABLE', 503, true, 'This room has just moved to another node.'),
  OWNER_UNREACHABLE: row(
    'SERVICE_UNAVAILABLE',
    503,
    true,
    'The node that has this room cannot be reached from here; try again, or at the given address.',
  ),
  SHUTTING_DOWN: row('SERVICE_UNAVAILABLE', 503, true, 'This node is stopping; reconnect.'),
  QUARANTINED: row(
    'INTERNAL_SERVER_ERROR',
    500,
    false,
    'This conversation has failed repeatedly and is set aside.',
  ),
  INTERNAL: row('INTERNAL_SERVER_ERROR', 500, true, 'Something failed on our side.'),
} as const satisfies Record<string, ErrorRow>

/** A reason from the table; it reaches clients as `error.data.reason`. */
export type Reason = keyof typeof ERRORS

export interface RefusalDetail {
  /** When to try again, milliseconds from now. Present on BUSY and RATE_LIMITED. */
  readonly retryAfterMs?: number
  /** Says more than the table does, in words for a person. */
  readonly message?: string
  /** Whatever helps a program: field errors, the owner's address. */
  readonly data?: unknown
}

/** `Error` where V8 lets it be told how many calls to remember; elsewhere nobody reads what is said there. */
const errors = Error as { stackTraceLimit?: number }

/**
 * A refusal: an expected answer that is not a success. Never thrown for bugs, so it does not remember who called: that is
 * 50 µs, and refusals come by the thousand when there is more to do than can be done.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: Reason
  readonly retryAfterMs: number | undefined
  readonly data: unknown

  constructor(reason: Reason, detail: RefusalDetail = {}) {
    const remembered = errors.stackTraceLimit
    errors.stackTraceLimit = 0
    super(detail.message ?? ERRORS[reason].meaning)
    errors.stackTraceLimit = remembered
    this.reason = reason
    this.retryAfterMs = detail.retryAfterMs
    this.data = detail.data
  }
}

/** Throws the refusal `reason`. Usable as an expression: `find(id) ?? refuse('UNKNOWN_MESSAGE')`. */
export function refuse(reason: Reason, detail?: RefusalDetail): never {
  throw new Refusal(reason, detail)
}

/** Whether the same request may be tried again with the same commandId. */
export function isRetryable(reason: Reason): boolean {
  return ERRORS[reason].retryable
}
