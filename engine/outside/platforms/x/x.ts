/** `makeX`: X as one of the networks. */
import { urlsIn } from '../../../post/networks/x-text.ts'
import type { Platform } from '../contract.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure, measureCostOf } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import type { XParts } from './settings.ts'

export function makeX(parts: XParts): Platform {
  const { settings } = parts
  return {
    name: 'x',
    evidenceOf: () => 'readBack',
    authorizeUrl: (asked) => authorizeUrl(settings, asked),
    connect: (asked) => connect(parts, asked),
    refresh: (credential) => refresh(parts, credential),
    rehearse: (order) => rehearse(parts, order),
    prepare: (order) => prepare(parts, order),
    publish: (order) => publish(parts, order),
    reconcile: (order) => reconcile(parts, order),
    remove: (credential, id) => remove(parts, credential, id),
    measure: (credential, ids) => measure(parts, credential, ids),
    measureCostOf: (ids) => measureCostOf(parts, ids),
    // descriptions are billed while it is prepared, and belong to what the post costs
    costMilsOf({ text, media }) {
      const { post, postWithUrl, metadata } = settings.priceMils
      const described = media.filter(({ altText }) => altText !== null && altText !== '').length
      return (urlsIn(text).length > 0 ? postWithUrl : post) + described * metadata
    },
  }
}
