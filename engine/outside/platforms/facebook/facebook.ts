/** `makeFacebook`: pages of Facebook as one platform. */
import { bind } from '../bind.ts'
import type { Platform } from '../contract.ts'
import { measureCostOf } from '../meta/measure.ts'
import { authorizeUrl, connect } from './connect.ts'
import { measure } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { refresh } from './refresh.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import type { FacebookParts } from './settings.ts'

const VERBS = { authorizeUrl, connect, refresh, rehearse, prepare, publish, reconcile, measure, remove }

export function makeFacebook(parts: FacebookParts): Platform {
  return {
    name: 'facebook',
    // films tell of themselves by their id; texts and photos are found among the posts of the page
    evidenceOf: () => 'readBack',
    ...bind(parts, VERBS),
    measureCostOf,
    costMilsOf: () => 0,
  }
}
