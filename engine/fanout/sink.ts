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
}

export interface Sink {
  /** Called once a room a tick, in order of seq. Must not throw. */
  publish(batch: Batch): void
}
