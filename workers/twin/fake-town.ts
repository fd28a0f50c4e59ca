/** `openFakeTown`: the five networks as fakes on sockets of this machine, with the real adapters before them. */
import { sleep } from '../../engine/kernel/sleep.ts'
import type { Credential, Platform } from '../../engine/outside/platforms/contract.ts'
import {
  type Fake,
  type Network as FakeNetwork,
  startStruckFake,
} from '../../engine/outside/platforms/fake-server.ts'
import { makeFiveFakes, postTexts } from '../../engine/outside/platforms/five-fakes.ts'
import { isPerson } from '../../engine/outside/platforms/linkedin/settings.ts'
import { makePlatforms } from '../../engine/outside/platforms/platforms.ts'
import { FAKE_CLIENT } from '../../engine/outside/platforms/youtube/fake-accounts.ts'
import { NETWORKS, type Network } from '../../engine/protocol/post-shapes.ts'
import type { TwinClock } from './twin-clock.ts'
import type { Weather } from './weather.ts'
import type { WeekAccount } from './week.ts'

export interface Shown {
  readonly network: Network
  readonly text: string
}

export interface FakeTownParts {
  readonly clock: TwinClock
  readonly weather: Weather
  /** How long one waits who gets no answer, on the twin's clock. */
  readonly silenceMs: number
}

export interface FakeTown {
  /** Time stands still while one of them is asked. */
  readonly platforms: ReadonlyMap<Network, Platform>
  /** Lets an account in, with tokens that end when its real ones do. */
  grant(account: WeekAccount): Credential
  /** Tokens are not taken any more from now on. */
  expireTokens(network: Network): void
  /** What is public, in the words that came there. */
  shown(): readonly Shown[]
  /** What X has billed, thousandths of a US dollar. */
  costMils(): number
  stop(): Promise<void>
}

/** On real clocks, where a fake answers in milliseconds: only a machine that stands still comes near it. */
const TIMEOUT_MS = 10_000
/** Administers all organisations of LinkedIn. */
const ADMINISTRATOR = 'twin'

export async function openFakeTown({ clock, weather, silenceMs }: FakeTownParts): Promise<FakeTown> {
  const { now } = clock
  const all = makeFiveFakes(now)
  const { x, linkedin, instagram, facebook, youtube } = all
  const fakes: Fake[] = []
  /** No answer comes to the call under way, of which there is one: whoever waits for it runs out of the twin's time. */
  const line = { isSilent: false }
  const open = async (name: Network) => {
    const network = all[name]
    const weathered: FakeNetwork = {
      isMutation: (request) => network.isMutation(request),
      answer: (request) =>
        weather.isAway(name, now()) ? { status: 503, body: 'Service Unavailable' } : network.answer(request),
    }
    const fake = await startStruckFake(weathered, () => {
      const fault = weather.faultOf(name)
      line.isSilent = fault === 'silentAfter'
      return line.isSilent ? 'dropAfter' : fault
    })
    fakes.push(fake)
    return { ...FAKE_CLIENT, apiUrl: fake.url, authorizeUrl: null }
  }

  const apps = {
    x: await open('x'),
    linkedin: await open('linkedin'),
    instagram: await open('instagram'),
    facebook: await open('facebook'),
    youtube: await open('youtube'),
  }
  const platforms = makePlatforms({ networks: apps, networkTimeoutMs: TIMEOUT_MS, youtubeAudited: true }, now)

  /** How each network lets an account in: for how long, where its tokens have an end that matters. */
  const letIn: Readonly<Record<Network, (ref: string, livesMs: number) => Tokens>> = {
    x: (ref, livesMs) => x.oauth.grant(ref, '', livesMs),
    linkedin(ref, livesMs) {
      const member = isPerson(ref) ? ref.slice(ref.lastIndexOf(':') + 1) : ADMINISTRATOR
      if (!isPerson(ref))
        linkedin.administrators.set(ref.slice(ref.lastIndexOf(':') + 1), new Set([ADMINISTRATOR]))
      // most applications are given none, so a person must agree again before the token ends
      return { ...linkedin.oauth.grant(member, '', livesMs), refreshToken: null }
    },
    instagram: (ref, livesMs) => ({ accessToken: instagram.grant(ref, livesMs), refreshToken: null }),
    facebook(ref) {
      facebook.pages.push({ id: ref, name: ref, givesToken: true, tasks: ['CREATE_CONTENT'] })
      return { accessToken: facebook.grant(ref), refreshToken: facebook.grantPerson() }
    },
    youtube: (ref) => youtube.grant(ref),
  }
  const ends: Readonly<Partial<Record<Network, () => void>>> = {
    x: () => x.oauth.expireAll(),
    linkedin: () => linkedin.oauth.expireAll(),
    instagram: () => instagram.expireTokens(),
    facebook: () => facebook.expireTokens(),
  }

  /** The same, one question at a time. */
  function asked(platform: Platform): Platform {
    const inTime = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
      const [answer, isSilent] = await clock.during(async () => {
        line.isSilent = false
        return [await ask(), line.isSilent] as const
      })
      if (isSilent) await sleep(clock, silenceMs)
      return answer
    }
    return {
      ...platform,
      refresh: (credential) => inTime(() => platform.refresh(credential)),
      rehearse: (order) => inTime(() => platform.rehearse(order)),
      prepare: (order) => inTime(() => platform.prepare(order)),
      publish: (order) => inTime(() => platform.publish(order)),
      reconcile: (order) => inTime(() => platform.reconcile(order)),
    }
  }

  return {
    platforms: new Map([...platforms].map(([name, platform]) => [name, asked(platform)])),
    grant({ network, accountRef, expiresAt, scopes }) {
      const livesMs = expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt) - now()
      return { ...letIn[network](accountRef, livesMs), accountRef, expiresAt, scopes }
    },
    expireTokens: (network) => ends[network]?.(),
    shown() {
      const texts = postTexts(all)
      return NETWORKS.flatMap((network) => texts[network].map((text) => ({ network, text })))
    },
    costMils: () => x.ledgerMils(),
    async stop() {
      await Promise.all(fakes.map((fake) => fake.stop()))
    },
  }
}

type Tokens = Pick<Credential, 'accessToken' | 'refreshToken'>
