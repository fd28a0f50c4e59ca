/** `makeYouTube`: YouTube as Parley sees it. */
import { bind } from '../bind.ts'
import type { Platform } from '../contract.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure, measureCostOf } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import type { YouTubeParts } from './settings.ts'

const VERBS = { authorizeUrl, connect, refresh, rehearse, prepare, publish, reconcile, measure, remove }

export function makeYouTube(parts: YouTubeParts): Platform {
  return {
    name: 'youtube',
    // of films; comments under them are read back
    evidenceOf: () => 'key',
    ...bind(parts, VERBS),
    measureCostOf,
    // paid in quota, not in money
    costMilsOf: () => 0,
  }
}
