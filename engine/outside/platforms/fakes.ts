/** `startFakes`: all networks as fakes on sockets of this process, with one way to strike them and to count what is public. */
import { NETWORKS, type Network as NetworkName } from '../../protocol/post-shapes.ts'
import { type Fake, type Fault, startStruckFake } from './fake-server.ts'
import { commentTexts, type FiveFakes, makeFiveFakes, postTexts } from './five-fakes.ts'
import { FAKE_CLIENT } from './youtube/fake-accounts.ts'

export interface PlayedNetwork {
  readonly fake: Fake
  /** How often each text is public: of posts, and of comments and answers. */
  times(): ReadonlyMap<string, number>
  /** Who says yes from now on on the page of consent. Facebook's pages and YouTube's channel are always the same. */
  seat(person: string): void
  /** What becomes of the next call that could make something public; null lets it through. Asked once for each. */
  strike(chance: () => Fault | null): void
}

export interface Fakes {
  readonly networks: Readonly<Record<NetworkName, PlayedNetwork>>
  /** Settings of a server that is to speak with them. */
  readonly env: Readonly<Record<string, string>>
  stop(): Promise<void>
}

/** Far above what networks allow, for runs that are not about limits. */
const NO_LIMIT = 1_000_000

/** `now` gives ms since 1970. */
export async function startFakes(now: () => number): Promise<Fakes> {
  const fakes = makeFiveFakes(now)
  fakes.x.moods.windowPosts = NO_LIMIT
  fakes.linkedin.moods.dailyPosts = NO_LIMIT
  fakes.instagram.moods.postsPerDay = NO_LIMIT
  Object.assign(fakes.youtube.moods, { uploadsPerDay: NO_LIMIT, unitsPerDay: NO_LIMIT })
  const networks = {
    x: await played(fakes, 'x'),
    linkedin: await played(fakes, 'linkedin'),
    instagram: await played(fakes, 'instagram'),
    facebook: await played(fakes, 'facebook'),
    youtube: await played(fakes, 'youtube'),
  }
  return {
    networks,
    env: Object.fromEntries(NETWORKS.flatMap((name) => settingsOf(name, networks[name].fake))),
    async stop() {
      await Promise.all(Object.values(networks).map(({ fake }) => fake.stop()))
    },
  }
}

function settingsOf(name: NetworkName, { url }: Fake): readonly (readonly [string, string])[] {
  const prefix = name.toUpperCase()
  return [
    [`${prefix}_CLIENT_ID`, FAKE_CLIENT.clientId],
    [`${prefix}_CLIENT_SECRET`, FAKE_CLIENT.clientSecret],
    [`${prefix}_API_URL`, url],
  ]
}

async function played(fakes: FiveFakes, name: NetworkName): Promise<PlayedNetwork> {
  let chance: () => Fault | null = () => null
  const fake = await startStruckFake(fakes[name], () => chance())
  return {
    fake,
    seat(person) {
      if (name === 'x' || name === 'linkedin') fakes[name].oauth.moods.person = person
    },
    strike(next) {
      chance = next
    },
    times() {
      const times = new Map<string, number>()
      for (const text of [...postTexts(fakes)[name], ...commentTexts(fakes)[name]])
        times.set(text, (times.get(text) ?? 0) + 1)
      return times
    },
  }
}
