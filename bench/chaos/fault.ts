/** `Fault`: one way to hurt a running system. Each is a file in `faults/`; `storm.ts` speaks and judges, whatever is struck. */
import type { Row, Struck } from './history.ts'

/** How people talk meanwhile. */
export interface Load {
  readonly seconds: number
  /** How often it strikes. */
  readonly strikes: number
  readonly clients: number
  readonly rooms: number
  /** Members of each room: clients in turn. More listeners cost the clients, not the nodes. */
  readonly membersPerRoom: number
  /** Messages a second of all clients together. */
  readonly rate: number
  /** Characters of a message. */
  readonly textChars: number
  /** `both`: every other client is our SDK, which costs more to run; `plain`: none is. */
  readonly voices: 'both' | 'plain'
}

export const USUAL: Load = {
  seconds: 30,
  strikes: 3,
  clients: 12,
  rooms: 24,
  membersPerRoom: 4,
  rate: 200,
  textChars: 40,
  voices: 'both',
}

/** A number that was asked for, beside what every run promises. */
export interface Measure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** Null: told, not judged. */
  readonly atMost: number | null
}

/** What one strike did. */
export interface Strike extends Omit<Struck, 'breaksSockets'> {
  readonly measures: readonly Measure[]
  /** Null: it did what it should. Else why this strike proved nothing. */
  readonly idle: string | null
}

/** The system that is struck, up and ready. */
export interface Victim {
  /** Where clients connect. */
  readonly url: string
  strike(number: number): Promise<Strike>
  /** Every event of the rooms, read past the server. */
  journal(roomIds: readonly string[]): Promise<readonly Row[]>
  lastWords(): string
  stop(): Promise<void>
}

export interface Tools {
  say(line: string): void
  /** ms, monotonic: the clock of the history. */
  now(): number
  /** A short run was asked for: what is counted in thousands may be fewer, and says so. */
  readonly isQuick?: boolean
}

export interface Fault {
  readonly name: string
  /** One line for the list. */
  readonly what: string
  readonly load?: Partial<Load>
  /** History may be lost here and must be declared: acked messages may be missing if every client was told to reload. */
  readonly mayLose?: boolean
  /** Clients must have lost connections, or the strike did nothing. */
  readonly breaksSockets?: boolean
  prepare(tools: Tools): Promise<Victim>
}
