/** The one-off calls that screens make beside the live state: what they read once, and what they change. */
import type { Parley } from '../../sdk/types.ts'

type Api = Parley['api']

/** The part of the typed API that the web app uses; the demo implements exactly this. */
export interface WebApi {
  readonly people: Pick<Api['people'], 'search'>
  readonly conversations: Pick<
    Api['conversations'],
    | 'create'
    | 'browse'
    | 'join'
    | 'leave'
    | 'invite'
    | 'remove'
    | 'changeRole'
    | 'rename'
    | 'archive'
    | 'restore'
  >
  readonly messages: Pick<Api['messages'], 'edits'>
}
