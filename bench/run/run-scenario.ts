/** `runScenario`: gives a scenario what it needs, and ends whatever it left running. */
import { peerNamed } from '../peers/peers.ts'
import type { Bench, Remote, Row, Scenario, ServerUnderTest } from '../scenario.ts'
import { startParley } from './parley.ts'

export interface RunOptions {
  readonly quick: boolean
  readonly seconds: number
  /** See `Bench.atMost`. */
  readonly atMost?: number
  /** Null: those of the scenario. */
  readonly peers: readonly string[] | null
  readonly remote: Remote | null
  say(line: string): void
}

export async function runScenario(scenario: Scenario, options: RunOptions): Promise<readonly Row[]> {
  const { quick, seconds, remote, say } = options
  const running = new Set<ServerUnderTest>()
  const kept = <Server extends ServerUnderTest>(server: Server): Server => {
    const mine = {
      ...server,
      async stop() {
        if (running.delete(mine)) await server.stop()
      },
    }
    running.add(mine)
    return mine
  }
  const bench: Bench = {
    quick,
    seconds,
    ...(options.atMost !== undefined && { atMost: options.atMost }),
    remote,
    say,
    peers: peersOf(scenario, options),
    parley: async (env) => kept(await startParley(env)),
    peer: async (name) => kept(await peerNamed(name).start()),
  }
  try {
    return await scenario.run(bench)
  } finally {
    await Promise.allSettled([...running].map((server) => server.stop()))
  }
}

function peersOf(scenario: Scenario, { quick, peers, remote, say }: RunOptions): string[] {
  if (remote !== null) return []
  const usual = quick ? (scenario.quickPeers ?? scenario.peers) : scenario.peers
  const wanted = peers === null ? usual : peers.filter((name) => scenario.peers.includes(name))
  return wanted.filter((name) => {
    const isThere = peerNamed(name).isThere()
    if (!isThere) say(`${name} is not installed, and left out`)
    return isThere
  })
}
