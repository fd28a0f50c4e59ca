/** `makePlatforms`: the networks that this installation has an application at. */
import type { Config } from '../../host/config.ts'
import type { Network } from '../../protocol/post-shapes.ts'
import type { Platform } from './contract.ts'

/** `now` gives ms since 1970. */
export function makePlatforms(
  _config: Pick<Config, 'networks'>,
  _now: () => number,
): ReadonlyMap<Network, Platform> {
  return new Map()
}
