/** The way out to sockets: what fan-out needs from whoever holds them (api/transport/topics). */

/** All events of one room committed since the last tick, encoded once. */
export interface Batch {
  readonly roomId: string
  /** Position of the last event: `epoch:seq`. */
  readonly position: string
  /** seq of the first event. */
  readonly firstSeq: number
  readonly lastSeq: number
  /** The events as a JSON array. */
  readonly json: string
  /** People who became members by these events; their listening sockets may join the room. */
  readonly joined: readonly string[]
  /** People who stopped being members; after this batch their sockets must hear no more of the room. */
  readonly left: readonly string[]
  /** Present when `json` is one `reset`: more was missing than is worth sending, and this may follow anything. */
  readonly isReset?: true
}

export interface Sink {
  /** Called once a room a tick, in order of seq. Must not throw. */
  publish(batch: Batch): void
  /** seq up to which everybody has been told who listens to the room and is not still catching up; undefined: nobody is. */
  lastSeqOf(roomId: string): number | undefined
  /** The room's head is at least this: whoever is still catching up must not stop before it. */
  expect(roomId: string, head: number): void
  /** These people joined or left a room that may have no batch here. A hint, possibly late: ask who is a member. */
  moved(roomId: string, joined: readonly string[], left: readonly string[]): void
  /** Word of who joined or left may have been lost, for anybody and any room: ask for all. */
  recheck(): void
}

/** What a node that holds sockets asks of fan-out. Counted: a room is wanted until it was unwanted as often. */
export interface Interest {
  /** Somebody here listens to this room from now on; call it before reading what they missed. */
  want(roomId: string): void
  unwant(roomId: string): void
}
