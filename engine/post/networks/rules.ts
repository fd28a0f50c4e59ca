/** `networkRules`: what each network takes, by its name. */
import type { Network } from '../../protocol/post-shapes.ts'
import type { NetworkRules } from './contract.ts'
import { facebookRules } from './facebook.ts'
import { instagramRules } from './instagram.ts'
import { linkedinRules } from './linkedin.ts'
import { xRules } from './x.ts'
import { youtubeRules } from './youtube.ts'

export const networkRules: Readonly<Record<Network, NetworkRules>> = {
  x: xRules,
  instagram: instagramRules,
  linkedin: linkedinRules,
  facebook: facebookRules,
  youtube: youtubeRules,
}
