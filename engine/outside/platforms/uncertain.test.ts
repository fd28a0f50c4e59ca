/** Every fact of a source that is not certain is a named value whose docstring says so: the list of them, held against the code. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
const ROOMS = ['engine/outside', 'engine/post/networks']

/** By file and name: what nobody could tell for certain. In the order of the research's sections. */
const FACTS: Readonly<Record<string, string>> = {
  // X
  'platforms/x/settings.ts priceMils': 'what a call costs',
  'platforms/x/settings.ts mayReplyToItself': 'whether a reply to oneself was asked for',
  'platforms/x/settings.ts fieldsParameter': 'post.fields or tweet.fields',
  'platforms/x/settings.ts deadGrants': 'what a dead refresh token is called',
  'networks/x.ts premiumTextMax': 'the length of a Premium text',
  'networks/x.ts filmMsMax': 'the length of a Premium film',
  'networks/x.ts filmLongSidePixelsMax': 'the sides of an upright film',
  'networks/x.ts altTextCharsMax': 'the length of a description',
  'networks/x-text.ts LIGHT': 'the weights of code points',
  'networks/x-text.ts ENDINGS': 'the endings of addresses',
  'budgets/limits.ts x': 'posts in a window',
  // Instagram
  'platforms/instagram/settings.ts postsPerDay': '50 or 100 posts a day',
  'platforms/instagram/settings.ts mayRemove': 'whether media can be deleted',
  'platforms/instagram/settings.ts viewsMetric': 'names of insights',
  'networks/instagram.ts captionCharsMax': 'how characters count',
  'networks/instagram.ts hashtagsMax': '30 or 5 hashtags',
  'networks/instagram.ts commentCharsMax': 'the length of a comment',
  'networks/instagram.ts bytesMax': 'reels of 300 MB or 1 GB',
  'networks/instagram.ts durationMsMax': 'the length of a film in a carousel',
  'budgets/limits.ts instagram': 'impressions, which calls are counted by',
  // LinkedIn
  'platforms/linkedin/settings.ts duplicateWindowMs': 'how long a duplicate is refused',
  'platforms/linkedin/settings.ts deletedStatuses': 'what a deletion answers',
  'platforms/linkedin/settings.ts nestedComments': 'where an answer to a comment goes',
  'platforms/linkedin/settings.ts deadGrant': 'what a dead refresh token is called',
  'platforms/linkedin/settings.ts organisationFields': 'where an organisation has its names',
  'platforms/linkedin/settings.ts statistics': 'where an organisation has its numbers',
  'networks/linkedin.ts commentMax': 'the length of a comment',
  'networks/linkedin.ts documentBytesMax': 'the size of a document',
  'budgets/limits.ts linkedin': 'calls of the standard tier',
  // Facebook
  'platforms/meta/settings.ts sendsProof': 'which hosts take appsecret_proof',
  'platforms/meta/graph-error.ts NO_SUCH_OBJECT': 'how an unknown id is refused',
  'platforms/facebook/settings.ts filmPartBytes': 'how small a part of a film may be',
  'platforms/facebook/settings.ts reelPartBytes': 'whether a reel may come in parts',
  'platforms/facebook/settings.ts attachmentFields': 'whether posts tell what they show',
  'platforms/facebook/settings.ts viewsMetric': 'names of insights',
  'platforms/facebook/settings.ts publishTask': 'names of tasks',
  'platforms/facebook/answers.ts DUPLICATE_TEXT': 'code 506',
  'platforms/facebook/answers.ts WRONG_OFFSET': 'code 1363037',
  'networks/facebook.ts textCharsMax': 'how characters count',
  'networks/facebook.ts commentCharsMax': 'the length of a comment',
  'networks/facebook.ts photosMax': 'photos of one post',
  'networks/facebook.ts types': 'types of photos',
  'networks/facebook.ts bytesMax': 'the size of a film',
  'networks/facebook.ts durationMsMax': 'the length of a film',
  'budgets/limits.ts facebook': 'engaged users, which calls are counted by',
  // YouTube
  'platforms/youtube/settings.ts usesPkce': 'PKCE with a secret',
  'platforms/youtube/settings.ts missingMsMax': 'how late a film is listed',
  'platforms/youtube/settings.ts commentLookAfterMs': 'how late a comment is listed',
  'platforms/youtube/settings.ts videoId': 'the shape of ids',
  'platforms/youtube/settings.ts uploadRefusedLasts': 'a 429 of uploads',
  'networks/youtube.ts titleCharsMax': 'how characters count',
  'networks/youtube.ts filmMsMax': 'the length of a film',
  'networks/youtube.ts filmOfAnyChannelMsMax': 'which channels may upload 15 minutes and more',
  'networks/youtube.ts thumbnailBytesMax': 'the size of a thumbnail',
  'networks/youtube.ts commentCharsMax': 'the length of a comment',
  'networks/youtube.ts notifySubscribers': 'whether it is heeded when a private film becomes public',
  'budgets/limits.ts youtube': 'the bucket of uploads',
}

test('the code marks exactly what is on the list', () => {
  const marked = ROOMS.flatMap(sourcesIn).flatMap(([path, text]) =>
    namesMarkedIn(text).map((name) => `${path} ${name}`),
  )
  expect(marked.sort()).toEqual(Object.keys(FACTS).sort())
})

test('no mark stands where it names no value', () => {
  for (const [path, text] of ROOMS.flatMap(sourcesIn)) {
    const marks = text.match(/Uncertain:/g)?.length ?? 0
    expect(namesMarkedIn(text), path).toHaveLength(marks)
  }
})

/** Files of a room without its tests, by their path from the room's parent. */
function sourcesIn(room: string): [path: string, text: string][] {
  const paths = readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
  const sources = paths.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  const under = room === 'engine/outside' ? '' : 'networks/'
  return sources.map((path) => [`${under}${path}`, readFileSync(join(ROOT, room, path), 'utf8')])
}

/** What the docstrings with the mark stand before: a property, an option or a constant. */
function namesMarkedIn(text: string): string[] {
  const marked =
    /\/\*\*(?:(?!\*\/).)*?Uncertain:(?:(?!\*\/).)*?\*\/\s*(?:export )?(?:const |readonly )?(\w+)\s*[:=]/gs
  return [...text.matchAll(marked)].map((found) => found[1] as string)
}
