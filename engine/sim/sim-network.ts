/** Social networks on good days and bad: `makeSimNetwork`. What is public there is the truth by which posts are judged. */
import type { Platform } from '../outside/platforms/contract.ts'
import type { Network } from '../protocol/post-shapes.ts'
import type { Process, World } from './world.ts'

/** One network for each kind of evidence. */
export const EVIDENCE = {
  x: 'readBack',
  youtube: 'key',
  linkedin: 'duplicateAnswer',
  facebook: 'none',
} as const satisfies Partial<Record<Network, ReturnType<Platform['evidenceOf']>>>
export type SimNetworkName = keyof typeof EVIDENCE

/** What is to become public, and, for checkers only, what asked for it. */
export interface Call {
  readonly network: SimNetworkName
  readonly text: string
  /** What was stored there for it; null when nothing was. */
  readonly key: string | null
  /** `postId targetId step` */
  readonly intent: string
  /** The attempt's. */
  readonly worker: string
}

export interface Publication extends Call {
  readonly id: string
  /** ms since the story began. */
  readonly atMs: number
}

export type Reply =
  /** Is there, or is now. */
  | { readonly is: 'there'; readonly id: string }
  | { readonly is: 'stored'; readonly key: string }
  | { readonly is: 'absent' }
  /** An equal one is there; which, it does not say. */
  | { readonly is: 'duplicate' }
  | { readonly is: 'rejected' }
  | { readonly is: 'throttled'; readonly waitMs: number }
  /** The connection was refused. */
  | { readonly is: 'unsent' }
  /** Bytes left, and no answer came. */
  | { readonly is: 'lost' }

/** Probabilities are per call. */
export interface NetworkWeather {
  readonly refusesToConnect: number
  readonly dropsBefore: number
  /** It is done and nobody hears of it. */
  readonly dropsAfter: number
  /** It is done, and the answer takes longer than any lease. */
  readonly dawdles: number
  readonly throttles: number
  readonly rejects: number
}

export const FRIENDLY: NetworkWeather = {
  refusesToConnect: 0,
  dropsBefore: 0,
  dropsAfter: 0,
  dawdles: 0,
  throttles: 0,
  rejects: 0,
}

/** What has not become public so long after bytes left never will. Without such a bound no look could ever say "absent". */
export const COMMIT_MS_MAX = 1_500

export interface SimNetwork {
  weather: NetworkWeather
  readonly publications: readonly Publication[]
  ofIntent(intent: string): readonly Publication[]
  publish(process: Process, call: Call): Promise<Reply>
  store(process: Process, call: Call): Promise<Reply>
  /** Is it among what was made public since? ms since the story began. */
  look(process: Process, call: Call, sinceMs: number): Promise<Reply>
}

export function makeSimNetwork(world: World): SimNetwork {
  const { story } = world
  const chance = world.chance.fork('network')
  const publications: Publication[] = []
  /** How long callers wait; some for longer than their lease. */
  const patienceMs = chance.oneOf([2_000, 9_000])
  let stored = 0

  function over(process: Process, isMutation: boolean, act: () => Reply): Promise<Reply> {
    const { refusesToConnect, dropsBefore, dropsAfter, dawdles, throttles, rejects } = network.weather
    return new Promise((resolve) => {
      const answer = (reply: Reply, afterMs: number) => void process.after(afterMs, () => resolve(reply))
      if (chance.happens(refusesToConnect)) return answer({ is: 'unsent' }, 5)
      answer({ is: 'lost' }, patienceMs)
      if (chance.happens(dropsBefore)) return
      const arrivesMs = chance.happens(0.8) ? chance.between(5, 100) : chance.between(100, COMMIT_MS_MAX)
      world.after(arrivesMs, () => {
        if (chance.happens(throttles))
          return answer({ is: 'throttled', waitMs: chance.between(200, 3_000) }, 10)
        if (isMutation && chance.happens(rejects)) return answer({ is: 'rejected' }, 10)
        const reply = act()
        if (chance.happens(dropsAfter)) return
        answer(reply, chance.happens(dawdles) ? chance.between(5_000, 8_500) : chance.between(5, 100))
      })
    })
  }

  function isSame(call: Call, kept: Publication): boolean {
    return kept.network === call.network && kept.text === call.text
  }

  function makePublic(call: Call): Reply {
    const evidence = EVIDENCE[call.network]
    const before = publications.find((kept) =>
      evidence === 'key' ? kept.key === call.key : evidence === 'duplicateAnswer' && isSame(call, kept),
    )
    if (before !== undefined) return evidence === 'key' ? { is: 'there', id: before.id } : { is: 'duplicate' }
    const id = `${call.network}-${publications.length + 1}`
    publications.push({ ...call, id, atMs: world.now() })
    story.count('publications')
    story.tell('NETWORK', () => `${id} is public: ${call.intent} (${call.text}) by ${call.worker.slice(-6)}`)
    return { is: 'there', id }
  }

  function find(call: Call, sinceMs: number): Reply {
    const found = publications.find((kept) =>
      EVIDENCE[call.network] === 'key' ? kept.key === call.key : isSame(call, kept) && kept.atMs >= sinceMs,
    )
    return found === undefined ? { is: 'absent' } : { is: 'there', id: found.id }
  }

  const network: SimNetwork = {
    weather: FRIENDLY,
    publications,
    ofIntent: (intent) => publications.filter((kept) => kept.intent === intent),
    publish: (process, call) => over(process, true, () => makePublic(call)),
    store: (process, call) =>
      over(process, false, () => ({ is: 'stored', key: `${call.network}-key-${++stored}` })),
    look: (process, call, sinceMs) => over(process, false, () => find(call, sinceMs)),
  }
  return network
}
