/** `makeInstagram`: professional accounts of Instagram, connected by its own login, as one platform. */
import { bind } from '../bind.ts'
import type { Platform } from '../contract.ts'
import { measureCostOf } from '../meta/measure.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import type { InstagramParts } from './settings.ts'

const VERBS = { authorizeUrl, connect, refresh, rehearse, prepare, publish, reconcile, measure }

export function makeInstagram(parts: InstagramParts): Platform {
  return {
    name: 'instagram',
    evidenceOf: () => 'key',
    ...bind(parts, { ...VERBS, remove: parts.settings.mayRemove ? remove : null }),
    measureCostOf,
    costMilsOf: () => 0,
  }
}
