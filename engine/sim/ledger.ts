/** Everything that ever became durable, who wrote it and when, by timeline of the database: `makeLedger`. For checkers only. */
import type { AnyEvent, RoomKind, RoomWrite } from '../actors/ports.ts'

/** One durable event. */
export interface Fact {
  readonly kind: RoomKind['name']
  readonly event: AnyEvent
  readonly term: number
  /** The process whose statement it was. */
  readonly writer: string
  /** When it became durable, ms since the story began. */
  readonly atMs: number
}

export interface Ledger {
  /** The timeline that is written now; each failover with loss begins another one. */
  readonly timeline: number
  record(write: RoomWrite, writer: string, atMs: number): void
  /** All of a room on one timeline, in order: the current one by default. */
  factsOf(roomId: string, timeline?: number): readonly Fact[]
  /**
   * The newest timeline's event at `seq` that `fits`, which is also asked with what became durable just before it.
   * What timelines have in common is the same object in each.
   */
  newest(roomId: string, seq: number, fits: (fact: Fact, before: Fact | null) => boolean): Fact | undefined
  roomIds(): readonly string[]
  /** Whether the database failed over between these times. */
  beganBetween(fromMs: number, toMs: number): boolean
  /** The database failed over: of each room only so many events are left. Returns how many are lost. */
  lose(headOf: (roomId: string) => number, atMs: number): number
}

export function makeLedger(): Ledger {
  const timelines: Map<string, Fact[]>[] = [new Map()]
  const begins: number[] = []
  const current = () => timelines.at(-1) as Map<string, Fact[]>

  return {
    get timeline() {
      return timelines.length - 1
    },
    record({ kind, roomId, term, events }, writer, atMs) {
      const facts = current().get(roomId) ?? []
      current().set(roomId, facts)
      for (const event of events) facts.push({ kind, event, term, writer, atMs })
    },
    factsOf: (roomId, timeline = timelines.length - 1) => timelines[timeline]?.get(roomId) ?? [],
    newest(roomId, seq, fits) {
      for (let timeline = timelines.length - 1; timeline >= 0; timeline--) {
        const facts = timelines[timeline]?.get(roomId)
        const fact = facts?.[seq - 1]
        if (fact !== undefined && fits(fact, facts?.[seq - 2] ?? null)) return fact
      }
    },
    roomIds: () => [...current().keys()],
    beganBetween: (fromMs, toMs) => begins.some((atMs) => atMs >= fromMs && atMs <= toMs),
    lose(headOf, atMs) {
      begins.push(atMs)
      let lost = 0
      const kept = new Map<string, Fact[]>()
      for (const [roomId, facts] of current()) {
        const left = facts.slice(0, headOf(roomId))
        lost += facts.length - left.length
        if (left.length > 0) kept.set(roomId, left)
      }
      timelines.push(kept)
      return lost
    },
  }
}

/** The command an event is about, also where a planted bug has marked its id. */
export function commandOf({ commandId }: Pick<AnyEvent, 'commandId'>): string {
  return commandId.split('~')[0] as string
}
