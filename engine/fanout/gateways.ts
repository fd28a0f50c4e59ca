/** The owner's side: `Gateways` knows which nodes want which rooms of ours, and what each has not confirmed yet. */
import type { Bus } from '../cluster/bus.ts'
import type { Batch } from './sink.ts'
import {
  type AskDigest,
  type Digest,
  ENVELOPE_BYTES_MAX,
  envelopesTo,
  type Parcel,
  packEnvelope,
  parcelOf,
  type Register,
  ROOMS_A_REQUEST,
} from './wire.ts'

/** Sweeps without a word from a gateway before it is forgotten: three digests of it are missing. */
const QUIET_SWEEPS_MAX = 3

interface Gateway {
  readonly nodeId: string
  readonly life: string
  readonly rooms: Set<string>
  /** Heads told of since the last digest. */
  changed: Map<string, number>
  /** Those of the last digest, until the next request says that it arrived. */
  digested: Map<string, number>
  digestNo: number
  envelopeNo: number
  /** Of this tick. */
  parcels: Parcel[]
  quietSweeps: number
}

export interface GatewaysParts {
  readonly epoch: string
  readonly nodeId: string
  readonly life: string
  readonly bus: Bus
}

export class Gateways {
  readonly #parts: GatewaysParts
  readonly #byId = new Map<string, Gateway>()
  readonly #byRoom = new Map<string, Set<Gateway>>()
  /** Gateways that have parcels. */
  readonly #busy = new Set<Gateway>()
  #digests = 0

  constructor(parts: GatewaysParts) {
    this.#parts = parts
  }

  /** Remembers the batch for all who want its room, until `flush`. Costs nothing when nobody does. */
  tell(batch: Batch): void {
    const gateways = this.#byRoom.get(batch.roomId)
    if (gateways === undefined) return
    const parcel = parcelOf(batch)
    for (const gateway of gateways) {
      gateway.changed.set(batch.roomId, batch.lastSeq)
      gateway.parcels.push(parcel)
      this.#busy.add(gateway)
    }
  }

  /** Sends what was told in this tick: as few envelopes a gateway as it fits in. Nothing is kept when the bus is away. */
  flush(): void {
    for (const gateway of this.#busy) {
      const { parcels } = gateway
      gateway.parcels = []
      let start = 0
      let bytes = 0
      for (const [index, parcel] of parcels.entries()) {
        if (bytes + parcel.bytes > ENVELOPE_BYTES_MAX) {
          this.#send(gateway, parcels.slice(start, index))
          start = index
          bytes = 0
        }
        bytes += parcel.bytes
      }
      this.#send(gateway, start === 0 ? parcels : parcels.slice(start))
    }
    this.#busy.clear()
  }

  #send(gateway: Gateway, parcels: readonly Parcel[]): void {
    const { bus, epoch, nodeId, life } = this.#parts
    const no = ++gateway.envelopeNo
    if (!bus.isConnected) return
    bus.publish(envelopesTo(gateway.nodeId), packEnvelope({ epoch, from: nodeId, life, no }, parcels))
  }

  /** `isOurs` says which of `add` live here; only those are registered. */
  register({ from, life, isFresh, add, drop }: Register, isOurs: (roomId: string) => boolean): void {
    const known = this.#byId.get(from)
    if (known !== undefined && (isFresh || known.life !== life)) this.#forget(known)
    const gateway = this.#byId.get(from) ?? this.#enter(from, life)
    gateway.quietSweeps = 0
    for (const roomId of drop) this.#part(gateway, roomId)
    for (const roomId of add) {
      if (!isOurs(roomId)) {
        this.#part(gateway, roomId)
        continue
      }
      gateway.rooms.add(roomId)
      const gateways = this.#byRoom.get(roomId)
      if (gateways === undefined) this.#byRoom.set(roomId, new Set([gateway]))
      else gateways.add(gateway)
    }
  }

  /** Digests that were answered since the beginning. */
  get digests(): number {
    return this.#digests
  }

  digest({ from, life, last, rooms }: AskDigest): Omit<Digest, 'kind' | 'epoch'> {
    const gateway = this.#byId.get(from)
    if (gateway === undefined || gateway.life !== life || gateway.rooms.size !== rooms) {
      return { no: 0, heads: [], isMore: false, isAgreed: false }
    }
    gateway.quietSweeps = 0
    this.#digests++
    if (last !== gateway.digestNo) {
      // The last one did not arrive: what it said is said again, unless newer is known.
      for (const [roomId, head] of gateway.digested) {
        if (!gateway.changed.has(roomId)) gateway.changed.set(roomId, head)
      }
    }
    const heads = [...gateway.changed].slice(0, ROOMS_A_REQUEST)
    gateway.digested = new Map(heads)
    if (heads.length === gateway.changed.size) gateway.changed = new Map()
    else for (const [roomId] of heads) gateway.changed.delete(roomId)
    return { no: ++gateway.digestNo, heads, isMore: gateway.changed.size > 0, isAgreed: true }
  }

  /** Forgets gateways that have said nothing for three sweeps, or one sweep when they are no members either. */
  sweep(isMember: (nodeId: string) => boolean): void {
    for (const gateway of [...this.#byId.values()]) {
      gateway.quietSweeps++
      const limit = isMember(gateway.nodeId) ? QUIET_SWEEPS_MAX : 1
      if (gateway.quietSweeps > limit) this.#forget(gateway)
    }
  }

  ids(): readonly string[] {
    return [...this.#byId.keys()]
  }

  /** Rooms that are wanted, and heads that wait for a digest: both bounded by what gateways registered. */
  size(): { readonly gateways: number; readonly rooms: number; readonly waiting: number } {
    let waiting = 0
    for (const { changed, digested } of this.#byId.values()) waiting += changed.size + digested.size
    return { gateways: this.#byId.size, rooms: this.#byRoom.size, waiting }
  }

  #enter(nodeId: string, life: string): Gateway {
    const gateway: Gateway = {
      nodeId,
      life,
      rooms: new Set(),
      changed: new Map(),
      digested: new Map(),
      digestNo: 0,
      envelopeNo: 0,
      parcels: [],
      quietSweeps: 0,
    }
    this.#byId.set(nodeId, gateway)
    return gateway
  }

  #part(gateway: Gateway, roomId: string): void {
    if (!gateway.rooms.delete(roomId)) return
    gateway.changed.delete(roomId)
    gateway.digested.delete(roomId)
    const gateways = this.#byRoom.get(roomId)
    gateways?.delete(gateway)
    if (gateways?.size === 0) this.#byRoom.delete(roomId)
  }

  #forget(gateway: Gateway): void {
    for (const roomId of [...gateway.rooms]) this.#part(gateway, roomId)
    this.#byId.delete(gateway.nodeId)
    this.#busy.delete(gateway)
  }
}
