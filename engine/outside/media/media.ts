/** `makeMedia`: the files that posts show: taken in piece by piece, described, handed to networks, and served to who has an address. */
import type { Logger } from '../../host/log.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { IdSource } from '../../kernel/ids.ts'
import { refuse } from '../../protocol/errors.ts'
import { Media as MediaRow } from '../../store/entities/media.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import type { Store } from '../../store/store.ts'
import type { Signatures } from '../keys/signatures.ts'
import type { MediaRef } from '../platforms/contract.ts'
import { add, type ToAdd } from './add.ts'
import { type Address, addressOf, isAddressGood, lastingAddressOf } from './addresses.ts'
import { contentOf } from './content.ts'
import { remove } from './remove.ts'
import { sweep } from './sweep.ts'
import { type MediaView, viewOf } from './view.ts'

export interface Media {
  /**
   * Keeps a file. Refuses with MEDIA_UNREADABLE and MEDIA_TOO_LARGE; then, and when the body breaks off, nothing of it
   * stays.
   */
  add(file: ToAdd): Promise<MediaView>
  /** Newest first, `limit` at most; `before`: the last of the page before. */
  list(
    organisationId: string,
    page: { readonly before: Place | null; readonly limit: number },
  ): Promise<ListedMedia[]>
  /** In the order of `ids`; those that are not there are left out. */
  viewsOf(organisationId: string, ids: readonly string[]): Promise<MediaView[]>
  /** For a network, in the order of `ids`. Refuses with UNKNOWN_MEDIA when one is not there. */
  refsOf(organisationId: string, ids: readonly string[]): Promise<MediaRef[]>
  /** What it shows, for who cannot see it; null takes it away. Refuses with UNKNOWN_MEDIA. */
  describe(organisationId: string, id: string, altText: string | null): Promise<MediaView>
  /** Refuses with UNKNOWN_MEDIA, and with MEDIA_IN_USE while a post that is not over shows it. */
  remove(organisationId: string, id: string): Promise<void>
  /** Addresses for messages: of those that are there, in the order of `ids`. */
  linksOf(organisationId: string, ids: readonly string[]): Promise<readonly string[]>
  /** The file of an address that `MediaView.url` gave; null when it is not one of ours, too old, or the file is gone. */
  opened(address: Address): Promise<Opened | null>
  /** Takes away what a crash left of files that never became whole. To be called now and then; returns how many pieces. */
  sweep(): Promise<number>
}

/** Where a page begins: after this one. */
export interface Place {
  readonly createdAt: string
  readonly id: string
}

export interface ListedMedia {
  readonly view: MediaView
  readonly place: Place
}

export interface Opened {
  readonly name: string
  readonly type: string
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
  /** When the address is good no more, ms since 1970. */
  readonly untilMs: number
  /** From byte `from` to before byte `to`. */
  read(from: number, to: number): AsyncIterable<Uint8Array>
}

export interface MediaParts {
  readonly store: Pick<Store, 'em' | 'scoped' | 'reads'>
  readonly signatures: Signatures
  readonly clock: Clock
  readonly newId: IdSource
  readonly log: Logger
  /** Where networks reach us, without a slash at the end. */
  readonly publicUrl: string
  /** Of one file. */
  readonly bytesMax: number
}

export function makeMedia(parts: MediaParts): Media {
  const { store, signatures, clock, publicUrl } = parts
  const urlOf = (id: string) => addressOf(signatures, id, clock.now())
  const find = async (organisationId: string, ids: readonly string[]) => {
    const rows = await store.scoped(organisationId).find(MediaRow, { id: { $in: [...new Set(ids)] } })
    const known = new Map(rows.map((row) => [row.id, row]))
    return ids.flatMap((id) => known.get(id) ?? [])
  }
  const findOne = async (organisationId: string, id: string) =>
    (await find(organisationId, [id]))[0] ?? refuse('UNKNOWN_MEDIA')

  return {
    async add(file) {
      const row = await add(parts, file)
      return viewOf(row, urlOf(row.id))
    },
    async list(organisationId, { before, limit }) {
      const older = before && {
        $or: [
          { createdAt: { $lt: new Date(before.createdAt) } },
          { createdAt: new Date(before.createdAt), id: { $lt: before.id } },
        ],
      }
      const orderBy = { createdAt: 'desc', id: 'desc' } as const
      const rows = await store.scoped(organisationId).find(MediaRow, older ?? {}, { orderBy, limit })
      return rows.map((row) => ({
        view: viewOf(row, urlOf(row.id)),
        place: { createdAt: row.createdAt.toISOString(), id: row.id },
      }))
    },
    async viewsOf(organisationId, ids) {
      return (await find(organisationId, ids)).map((row) => viewOf(row, urlOf(row.id)))
    },
    async refsOf(organisationId, ids) {
      const rows = await find(organisationId, ids)
      if (rows.length !== ids.length) refuse('UNKNOWN_MEDIA')
      return rows.map((row): MediaRef => {
        const { name: _, ...facts } = viewOf(row, `${publicUrl}${urlOf(row.id)}`)
        return { ...facts, read: (from) => contentOf(store, row.id, from, row.bytes) }
      })
    },
    async linksOf(organisationId, ids) {
      if (ids.length === 0) return []
      const rows = await find(organisationId, ids)
      return rows.map(({ id }) => `${publicUrl}${lastingAddressOf(signatures, id, clock.now())}`)
    },
    async describe(organisationId, id, altText) {
      const row = await findOne(organisationId, id)
      await store.scoped(organisationId).nativeUpdate(MediaRow, { id }, { altText })
      return viewOf({ ...row, altText }, urlOf(id))
    },
    async remove(organisationId, id) {
      await findOne(organisationId, id)
      await remove(store, organisationId, id)
    },
    async opened(address) {
      if (!isAddressGood(signatures, address, clock.now())) return null
      const { id, until } = address
      const row = await store.em().findOne(MediaRow, { id }, UNSCOPED)
      if (row === null) return null
      const { name, type, bytes, sha256 } = row
      const read = (from: number, to: number) => contentOf(store, id, from, to)
      return { name, type, bytes, sha256, untilMs: Number(until), read }
    },
    sweep: () => sweep(store, clock.now()),
  }
}
