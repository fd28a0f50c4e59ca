/** `makePlatforms`: the networks that this installation has an application at. */
import type { Config } from '../../host/config.ts'
import type { NetworkApp } from '../../host/network-apps.ts'
import { must } from '../../kernel/assert.ts'
import { NETWORKS, type Network } from '../../protocol/post-shapes.ts'
import type { Platform } from './contract.ts'
import { makeFacebook } from './facebook/facebook.ts'
import { FACEBOOK_SETTINGS } from './facebook/settings.ts'
import { makeInstagram } from './instagram/instagram.ts'
import { INSTAGRAM_SETTINGS } from './instagram/settings.ts'
import { makeLinkedin } from './linkedin/linkedin.ts'
import { LINKEDIN_SETTINGS } from './linkedin/settings.ts'
import { X_SETTINGS } from './x/settings.ts'
import { makeX } from './x/x.ts'
import { YOUTUBE_SETTINGS } from './youtube/settings.ts'
import { makeYouTube } from './youtube/youtube.ts'

/** `now` gives ms since 1970. */
export function makePlatforms(config: NetworkConfig, now: () => number): ReadonlyMap<Network, Platform> {
  const made = new Map<Network, Platform>()
  for (const network of NETWORKS) {
    const app = config.networks[network]
    if (app === undefined) continue
    made.set(network, MAKERS[network]({ ...app, timeoutMs: config.networkTimeoutMs }, now, config))
  }
  return made
}

/** An application, and how long its network may take to answer one call. */
type Patient = NetworkApp & { readonly timeoutMs: number }
type Maker = (app: Patient, now: () => number, config: NetworkConfig) => Platform
export type NetworkConfig = Pick<Config, 'networks' | 'networkTimeoutMs' | 'youtubeAudited'>

const MAKERS: Readonly<Record<Network, Maker>> = {
  x(app, now) {
    const { clientId, clientSecret } = app
    return makeX({ settings: { ...at(app, X_SETTINGS), clientId, clientSecret }, now })
  },
  linkedin: (app, now) => makeLinkedin({ settings: { ...at(app, LINKEDIN_SETTINGS), ...client(app) }, now }),
  youtube(app, now, { youtubeAudited: isAudited }) {
    return makeYouTube({ settings: { ...at(app, YOUTUBE_SETTINGS), ...client(app), isAudited }, now })
  },
  instagram: (app, now) => makeInstagram({ settings: { ...at(app, INSTAGRAM_SETTINGS), ...meta(app) }, now }),
  facebook: (app, now) => makeFacebook({ settings: { ...at(app, FACEBOOK_SETTINGS), ...meta(app) }, now }),
}

const ADDRESS = /^https:\/\//

/** Where a server plays a network it does so on one host, under the paths that the network has on several. */
function at<Settings extends { readonly timeoutMs: number }>(
  { apiUrl, authorizeUrl, timeoutMs }: Patient,
  settings: Settings,
): Settings {
  const moved: [string, unknown][] = Object.entries(settings).map(([name, value]) => {
    if (name === 'authorizeUrl' && authorizeUrl !== null) return [name, authorizeUrl]
    const isAddress = apiUrl !== null && typeof value === 'string' && ADDRESS.test(value)
    return [name, isAddress ? `${apiUrl}${new URL(value).pathname.replace(/\/$/, '')}` : value]
  })
  return { ...(Object.fromEntries(moved) as Settings), timeoutMs }
}

function client({ clientId, clientSecret }: NetworkApp) {
  return { clientId, clientSecret: must(clientSecret, 'the configuration has looked for it') }
}

/** As Meta calls the same. */
function meta({ clientId, clientSecret }: NetworkApp) {
  return { appId: clientId, appSecret: must(clientSecret, 'the configuration has looked for it') }
}
