/** `startFakes`: all networks as fakes on sockets of this process, with one way to strike them and to count what is public. */
import type { Network as NetworkName } from '../../protocol/post-shapes.ts'
import { makeFakeFacebook } from './facebook/fake.ts'
import { type Fake, type Fault, type Network, startFake } from './fake-server.ts'
import { makeFakeInstagram } from './instagram/fake.ts'
import { makeFakeLinkedin } from './linkedin/fake.ts'
import { makeFakeX } from './x/fake.ts'
import { makeFakeYouTube } from './youtube/fake.ts'
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

/** What the fakes take for our application. */
const CLIENT = { id: 'parley', secret: 'parley' }
/** Far above what networks allow, for runs that are not about limits. */
const NO_LIMIT = 1_000_000

/** `now` gives ms since 1970. */
export async function startFakes(now: () => number): Promise<Fakes> {
  const x = makeFakeX(now)
  x.moods.windowPosts = NO_LIMIT
  const linkedin = makeFakeLinkedin(now)
  linkedin.moods.dailyPosts = NO_LIMIT
  const instagram = makeFakeInstagram(now)
  instagram.moods.postsPerDay = NO_LIMIT
  const facebook = makeFakeFacebook(now)
  const youtube = makeFakeYouTube(now)
  Object.assign(youtube.moods, { uploadsPerDay: NO_LIMIT, unitsPerDay: NO_LIMIT })
  const networks = {
    x: await played(
      x,
      () => x.posts().map(({ text }) => text),
      (person) => {
        x.oauth.moods.person = person
      },
    ),
    linkedin: await played(
      linkedin,
      () => [...linkedin.posts().map(({ text }) => text), ...linkedin.comments.all().map(({ text }) => text)],
      (person) => {
        linkedin.oauth.moods.person = person
      },
    ),
    instagram: await played(instagram, () => [
      ...instagram.media.map(({ caption }) => caption),
      ...instagram.comments.map(({ text }) => text),
    ]),
    facebook: await played(facebook, () => [
      ...facebook.posts().map(({ message }) => message),
      ...facebook.comments.map(({ message }) => message),
    ]),
    youtube: await played(youtube, () => [
      ...youtube.publicVideos().map(({ description }) => description),
      ...youtube.publicComments().map(({ text }) => text),
    ]),
  }
  const env: Record<string, string> = {}
  for (const [name, { fake }] of Object.entries(networks)) {
    const prefix = name.toUpperCase()
    env[`${prefix}_CLIENT_ID`] = name === 'youtube' ? FAKE_CLIENT.clientId : CLIENT.id
    env[`${prefix}_CLIENT_SECRET`] = name === 'youtube' ? FAKE_CLIENT.clientSecret : CLIENT.secret
    env[`${prefix}_API_URL`] = fake.url
  }
  return {
    networks,
    env,
    async stop() {
      await Promise.all(Object.values(networks).map(({ fake }) => fake.stop()))
    },
  }
}

async function played(
  network: Network,
  texts: () => readonly string[],
  seat: (person: string) => void = () => {},
): Promise<PlayedNetwork> {
  let chance: () => Fault | null = () => null
  // a fault for each call that may make something public, drawn when it comes
  const struck: Network = {
    isMutation(request) {
      const isOne = network.isMutation(request)
      const fault = isOne ? chance() : null
      if (fault !== null) fake.faults.push(fault)
      return isOne
    },
    answer: (request) => network.answer(request),
  }
  const fake = await startFake(struck)
  return {
    fake,
    seat,
    strike(next) {
      chance = next
    },
    times() {
      const times = new Map<string, number>()
      for (const text of texts()) times.set(text, (times.get(text) ?? 0) + 1)
      return times
    },
  }
}
