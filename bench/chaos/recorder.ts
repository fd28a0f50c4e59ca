/** Writes a history while the run is on. */
import type { History, Operation, Stream, Struck } from './history.ts'

export interface Recorder {
  readonly history: History
  /** A client sends. */
  invoke(wish: Pick<Operation, 'client' | 'authorId' | 'roomId' | 'commandId' | 'text'>): Operation
  acked(operation: Operation, seq: number): void
  /** For good, for this reason. */
  refused(operation: Operation, reason: string): void
  /** The client will not ask again: the outcome stays unknown. */
  forgotten(operation: Operation): void
  /** A client begins to listen to a room that it knows up to `after`. */
  listens(client: string, roomId: string, after: number, isScreen?: boolean): Stream
  struck(fault: Struck): void
  reconnected(): void
  /** From now on the order of what this client sends is held against it. */
  sendsInOrder(client: string): void
  /** Sent, and somebody still waits for the answer. */
  readonly open: number
}

/** `now` is monotonic, in ms. */
export function makeRecorder(now: () => number): Recorder {
  const operations: Operation[] = []
  const streams: Stream[] = []
  const faults: Struck[] = []
  const ordered = new Set<string>()
  let reconnects = 0
  let open = 0

  function end(operation: Operation, outcome: Operation['outcome'], seq: number | null): void {
    if (operation.outcome !== 'unknown') return
    open--
    Object.assign(operation, { outcome, seq, endedAt: now() })
  }

  return {
    history: {
      operations,
      streams,
      faults,
      ordered,
      get reconnects() {
        return reconnects
      },
    },
    get open() {
      return open
    },
    invoke(wish) {
      const operation: Operation = {
        ...wish,
        invokedAt: now(),
        outcome: 'unknown',
        endedAt: Infinity,
        seq: null,
      }
      operations.push(operation)
      open++
      return operation
    },
    acked: (operation, seq) => end(operation, 'ok', seq),
    forgotten: () => void open--,
    refused(operation, reason) {
      operation.reason = reason
      end(operation, 'refused', null)
    },
    listens(client, roomId, after, isScreen = false) {
      const stream: Stream = { client, roomId, after, isScreen, heard: [] }
      streams.push(stream)
      return stream
    },
    struck: (fault) => void faults.push(fault),
    reconnected: () => void reconnects++,
    sendsInOrder: (client) => void ordered.add(client),
  }
}
