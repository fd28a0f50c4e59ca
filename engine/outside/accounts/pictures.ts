/** `makePictures`: pictures of accounts, fetched from their networks once and shown under our own address. */
import { createHash } from 'node:crypto'
import type { Clock } from '../../kernel/clock.ts'
import { isUuid } from '../../kernel/ids.ts'
import { Lru } from '../../kernel/lru.ts'
import { AccountPicture } from '../../store/entities/account-picture.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Store } from '../../store/store.ts'
import type { Signatures } from '../keys/signatures.ts'
import { kindOf } from '../media/kind.ts'
import { type FetchOptions, fetchPicture } from '../strangers/fetch-picture.ts'
import { atMost } from './at-most.ts'

export interface Pictures {
  /** From the top of this server; needs no session. Null when the network gave none. */
  addressOf(account: Pick<SocialAccount, 'id' | 'pictureUrl'>): string | null
  /**
   * What an address of ours shows. Null for one that is not ours, for an account that is not connected any more, and for a
   * picture that its network does not give, and never gave.
   */
  opened(address: { readonly id: string; readonly sig: string }): Promise<Picture | null>
}

export interface Picture {
  /** MIME type, by its bytes. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface PicturesParts {
  readonly store: Pick<Store, 'em' | 'scoped'>
  readonly signatures: Signatures
  readonly clock: Pick<Clock, 'now'>
  /** How a picture is fetched. */
  readonly fetching: Pick<FetchOptions, 'allowPrivate' | 'resolve'>
}

const BYTES_MAX = 1024 * 1024
const TIMEOUT_MS = 10_000
const FETCHES_AT_ONCE = 4
/** A network that gives no picture is not asked again so soon. */
const TRY_AGAIN_MS = 10 * 60_000
const FAILURES_MAX = 1_000

export function makePictures(parts: PicturesParts): Pictures {
  const { store, signatures, clock } = parts
  const fetchOne = atMost(FETCHES_AT_ONCE)
  const failedUntilMs = new Lru<string, number>(FAILURES_MAX)
  const running = new Map<string, Promise<Picture | null>>()

  async function fresh({ id, organisationId }: SocialAccount, source: string): Promise<Picture | null> {
    if ((failedUntilMs.get(source) ?? 0) > clock.now()) return null
    const came = await fetchOne(() =>
      fetchPicture(source, { ...parts.fetching, timeoutMs: TIMEOUT_MS, bytesMax: BYTES_MAX }),
    )
    const kind = 'bytes' in came ? kindOf(came.bytes) : null
    if (!('bytes' in came) || kind === null || kind.is === 'film') {
      failedUntilMs.set(source, clock.now() + TRY_AGAIN_MS)
      return null
    }
    const picture = { type: kind.type, bytes: came.bytes }
    const fetchedAt = new Date(clock.now())
    await store
      .scoped(organisationId)
      .upsert(AccountPicture, { accountId: id, organisationId, source, fetchedAt, ...picture })
    return picture
  }

  async function find(account: SocialAccount, source: string): Promise<Picture | null> {
    const kept = await store.em().findOne(AccountPicture, { accountId: account.id }, UNSCOPED)
    if (kept?.source === source) return kept
    // an old face is better than none
    return (await fresh(account, source)) ?? kept
  }

  return {
    addressOf({ id, pictureUrl }) {
      if (!pictureUrl) return null
      const of = markOf(pictureUrl)
      return `/pictures/${id}?of=${of}&sig=${signatures.sign('picture', id)}`
    },
    async opened({ id, sig }) {
      if (!isUuid(id) || !signatures.isSigned('picture', id, sig)) return null
      const account = await store.em().findOne(SocialAccount, { id, removedAt: null }, UNSCOPED)
      const source = account?.pictureUrl
      if (!account || !source) return null
      const before = running.get(source)
      if (before !== undefined) return before
      const finding = find(account, source).finally(() => running.delete(source))
      running.set(source, finding)
      return finding
    },
  }
}

/** Another picture has another address, so that a browser keeps each for as long as it likes. */
function markOf(source: string): string {
  return createHash('sha256').update(source).digest('base64url').slice(0, 10)
}
