/** `makePlatforms`: the networks that this installation has an application at. */

import type { Config } from '../../host/config.ts'
import type { NetworkApp } from '../../host/network-apps.ts'
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
export function makePlatforms(
  { networks, networkTimeoutMs: timeoutMs }: Pick<Config, 'networks' | 'networkTimeoutMs'>,
  now: () => number,
): ReadonlyMap<Network, Platform> {
  const platforms = new Map<Network, Platform>()
  for (const network of NETWORKS) {
    const app = networks[network]
    if (app !== undefined) platforms.set(network, MAKE[network](app, now, timeoutMs))
  }
  return platforms
}

type Make = (app: NetworkApp, now: () => number, timeoutMs: number) => Platform

/** Where a server plays the network, all of its addresses are that server's, at the paths of the network. */
const MAKE: Readonly<Record<Network, Make>> = {
  x(app, now, timeoutMs) {
    const played = app.apiUrl && {
      apiUrl: app.apiUrl,
      authorizeUrl: `${app.apiUrl}/i/oauth2/authorize`,
    }
    return makeX({ settings: { ...X_SETTINGS, timeoutMs, ...ids(app), ...played, ...page(app) }, now })
  },
  linkedin(app, now, timeoutMs) {
    const played = app.apiUrl && { apiUrl: app.apiUrl, authUrl: `${app.apiUrl}/oauth/v2` }
    return makeLinkedin({ settings: { ...LINKEDIN_SETTINGS, timeoutMs, ...ids(app), ...played }, now })
  },
  instagram(app, now, timeoutMs) {
    const played = app.apiUrl && {
      graphUrl: app.apiUrl,
      authorizeUrl: `${app.apiUrl}/oauth/authorize`,
      codeUrl: `${app.apiUrl}/oauth/access_token`,
    }
    return makeInstagram({
      settings: { ...INSTAGRAM_SETTINGS, timeoutMs, ...meta(app), ...played, ...page(app) },
      now,
    })
  },
  facebook(app, now, timeoutMs) {
    const played = app.apiUrl && {
      graphUrl: app.apiUrl,
      authorizeUrl: `${app.apiUrl}/${FACEBOOK_SETTINGS.version}/dialog/oauth`,
    }
    return makeFacebook({
      settings: { ...FACEBOOK_SETTINGS, timeoutMs, ...meta(app), ...played, ...page(app) },
      now,
    })
  },
  youtube(app, now, timeoutMs) {
    const played = app.apiUrl && {
      apiUrl: `${app.apiUrl}/youtube/v3`,
      uploadUrl: `${app.apiUrl}/upload/youtube/v3`,
      authorizeUrl: `${app.apiUrl}/o/oauth2/v2/auth`,
      tokenUrl: `${app.apiUrl}/token`,
    }
    return makeYouTube({
      settings: {
        ...YOUTUBE_SETTINGS,
        timeoutMs,
        ...ids(app),
        clientSecret: app.clientSecret ?? '',
        ...played,
        ...page(app),
      },
      now,
    })
  },
}

function ids({ clientId, clientSecret }: NetworkApp) {
  return { clientId, clientSecret: clientSecret ?? '' }
}

/** Meta's words for the same. */
function meta({ clientId, clientSecret }: NetworkApp) {
  return { appId: clientId, appSecret: clientSecret ?? '' }
}

function page({ authorizeUrl }: NetworkApp) {
  return authorizeUrl === null ? {} : { authorizeUrl }
}
