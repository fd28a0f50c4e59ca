/** `Scenario`: one question put to a server, and the rows that answer it. Copy a file of bench/scenarios and change it. */

export interface Scenario {
  readonly name: string
  /** What is asked, in one sentence. */
  readonly question: string
  /** Peers that can be asked the same, by name; measured in turn with Parley. */
  readonly peers: readonly string[]
  /** Those of a quick run: the ones that targets speak of. Default: all. */
  readonly quickPeers?: readonly string[]
  run(bench: Bench): Promise<readonly Row[]>
}

/** What a scenario is given. */
export interface Bench {
  /** A tenth of the size, for a run of minutes. */
  readonly quick: boolean
  /** How long a load lasts. */
  readonly seconds: number
  /** Messages or calls a second that no load goes beyond: to spare a deployment. Default: none. */
  readonly atMost?: number
  /** Of `Scenario.peers` those that were asked for and are there. */
  readonly peers: readonly string[]
  /** One line of progress. */
  say(line: string): void
  /** A fresh Parley as its users start it, with an empty database; ended by `stop`. */
  parley(env?: Readonly<Record<string, string>>): Promise<ParleyUnderTest>
  /** A fresh server of a peer. */
  peer(name: string): Promise<ServerUnderTest>
  /** A deployment that `--url` names, with accounts of it; null: servers are started here. */
  readonly remote: Remote | null
}

export interface Remote {
  readonly url: string
  readonly users: readonly { readonly email: string; readonly password: string }[]
}

export interface ServerUnderTest {
  /** `http://127.0.0.1:port` */
  readonly url: string
  /** Of the server process alone, without a database. */
  readonly pid: number
  stop(): Promise<void>
}

export interface ParleyUnderTest extends ServerUnderTest {
  /** Of its database, for seeding and counting; never for doing what a user would do. */
  readonly databaseUrl: string
  /** The first process of the database; its children are the connections. */
  readonly databasePid: number
}

/** One number. */
export interface Row {
  /** What was measured: `5,000 subscribers`. */
  readonly what: string
  /** `parley`, or a peer. */
  readonly server: string
  readonly value: number
  /** `deliveries/s`, `ms`, `bytes`. */
  readonly unit: string
  /** What it should be, in words, and whether it is. */
  readonly target?: { readonly says: string; readonly isMet: boolean }
  /** How it was measured, where that is not plain. */
  readonly note?: string
  /** More numbers of the same load: `p50 ms`, `server CPU µs`. */
  readonly figures?: Readonly<Record<string, number>>
  /** Lines for the report, several rows on one plot. */
  readonly curves?: readonly Curve[]
  /** The generator was the limit (its CPU or its event loop over 90 %): the number is a lower bound. */
  readonly isStarved?: boolean
  /** Others were at work on the machine, each time that it was tried. */
  readonly isDisturbed?: boolean
}

/** Points of one line; `latency` is percentile against ms, the others say so themselves. */
export interface Curve {
  readonly plot: 'latency' | 'throughput' | 'memory'
  readonly points: readonly (readonly [x: number, y: number])[]
}
