/** `makeX`: X as one of the networks. */
import { urlsIn } from '../../../post/networks/x-text.ts'
import { bind } from '../bind.ts'
import type { Platform } from '../contract.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure, measureCostOf } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import type { XParts } from './settings.ts'

const VERBS = { authorizeUrl, connect, refresh, rehearse, prepare, publish, reconcile, measure, remove }

export function makeX(parts: XParts): Platform {
  return {
    name: 'x',
    evidenceOf: () => 'readBack',
    ...bind(parts, VERBS),
    measureCostOf: (ids) => measureCostOf(parts, ids),
    // descriptions are billed while it is prepared, and belong to what the post costs
    costMilsOf({ text, media }) {
      const { post, postWithUrl, metadata } = parts.settings.priceMils
      const described = media.filter(({ altText }) => altText !== null && altText !== '').length
      return (urlsIn(text).length > 0 ? postWithUrl : post) + described * metadata
    },
  }
}
