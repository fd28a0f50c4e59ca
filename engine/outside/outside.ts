/** `openOutside`: everything by which a node deals with other people's computers. The wiring of this room. */
import type { Config } from '../host/config.ts'
import type { Logger } from '../host/log.ts'
import type { Clock } from '../kernel/clock.ts'
import type { IdSource } from '../kernel/ids.ts'
import type { Network } from '../protocol/post-shapes.ts'
import type { Store } from '../store/store.ts'
import { type Accounts, makeAccounts } from './accounts/accounts.ts'
import { makeSealing } from './accounts/seal.ts'
import { type Breakers, makeBreakers } from './budgets/breaker.ts'
import { type Budgets, makeBudgets } from './budgets/budgets.ts'
import { makePgLedger } from './budgets/ledger.ts'
import { CALL_LIMITS } from './budgets/limits.ts'
import { type OfferedCaptions, offerCaptions } from './budgets/offered-captions.ts'
import { openKeyring } from './keys/keyring.ts'
import { makeSignatures, type Signatures } from './keys/signatures.ts'
import { type Media, makeMedia } from './media/media.ts'
import type { Platform } from './platforms/contract.ts'
import { makePlatforms } from './platforms/platforms.ts'

export interface Outside {
  /** Networks that are configured. */
  readonly platforms: ReadonlyMap<Network, Platform>
  readonly accounts: Accounts
  readonly budgets: Budgets
  /** One a network, of this process. */
  readonly breakers: Breakers
  readonly media: Media
  /** Null: nobody writes suggestions here. */
  readonly captions: OfferedCaptions | null
  /** For addresses that open something without a session. */
  readonly signatures: Signatures
}

export interface OutsideParts {
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly newId: IdSource
  readonly log: Logger
}

/** Reads its keys from the database, or makes them. Rejects when that does not answer. */
export async function openOutside(parts: OutsideParts): Promise<Outside> {
  const { config, store, clock } = parts
  const { publicUrl, mediaBytesMax: bytesMax, xSpendCapMils } = config
  const keyring = await openKeyring(store, config.secretKeys)
  const platforms = makePlatforms(config, clock.now)
  const signatures = makeSignatures(keyring)
  const ledger = makePgLedger(store)
  return {
    platforms,
    signatures,
    accounts: makeAccounts({ ...parts, platforms, publicUrl, sealing: makeSealing(keyring) }),
    budgets: makeBudgets({
      ledger,
      limits: CALL_LIMITS,
      spendCapsMils: xSpendCapMils === null ? {} : { x: xSpendCapMils },
    }),
    breakers: makeBreakers(),
    media: makeMedia({ ...parts, signatures, publicUrl, bytesMax }),
    captions: offerCaptions(config.captions, { clock, ledger }),
  }
}
