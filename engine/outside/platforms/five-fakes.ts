/** `makeFiveFakes`: the state of all five networks by one clock, and what is public at each. */
import type { Network as NetworkName } from '../../protocol/post-shapes.ts'
import { makeFakeFacebook } from './facebook/fake.ts'
import type { Network } from './fake-server.ts'
import { makeFakeInstagram } from './instagram/fake.ts'
import { makeFakeLinkedin } from './linkedin/fake.ts'
import { makeFakeX } from './x/fake.ts'
import { makeFakeYouTube } from './youtube/fake.ts'
import { FAKE_CLIENT } from './youtube/fake-accounts.ts'

export type FiveFakes = ReturnType<typeof makeFiveFakes>

/** Our application at all of them. `now` gives ms since 1970. */
export function makeFiveFakes(now: () => number) {
  return {
    x: makeFakeX(now, FAKE_CLIENT.clientId),
    linkedin: makeFakeLinkedin(now, FAKE_CLIENT.clientId),
    instagram: makeFakeInstagram(now),
    facebook: makeFakeFacebook(now),
    youtube: makeFakeYouTube(now),
  } satisfies Record<NetworkName, Network>
}

/** What posts say that are public, in the words that came there. */
export function postTexts(fakes: FiveFakes): Readonly<Record<NetworkName, readonly string[]>> {
  return {
    x: fakes.x.posts().map(({ text }) => text),
    linkedin: fakes.linkedin.posts().map(({ text }) => text),
    instagram: fakes.instagram.media.map(({ caption }) => caption),
    facebook: fakes.facebook.posts().map(({ message }) => message),
    youtube: fakes.youtube.publicVideos().map(({ description }) => description),
  }
}

/** The same of comments and answers; those of X are posts. */
export function commentTexts(fakes: FiveFakes): Readonly<Record<NetworkName, readonly string[]>> {
  return {
    x: [],
    linkedin: fakes.linkedin.comments.all().map(({ text }) => text),
    instagram: fakes.instagram.comments.map(({ text }) => text),
    facebook: fakes.facebook.comments.map(({ message }) => message),
    youtube: fakes.youtube.publicComments().map(({ text }) => text),
  }
}
