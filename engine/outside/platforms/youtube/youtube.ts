/** `makeYouTube`: YouTube as Parley sees it. */
import type { Platform } from '../contract.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure, measureCostOf } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import type { YouTubeParts } from './settings.ts'

export function makeYouTube(parts: YouTubeParts): Platform {
  return {
    name: 'youtube',
    // of films; comments under them are read back
    evidenceOf: () => 'key',
    authorizeUrl: (asked) => authorizeUrl(parts.settings, asked),
    connect: (asked) => connect(parts, asked),
    refresh: (credential) => refresh(parts, credential),
    rehearse: (order) => rehearse(parts, order),
    prepare: (order) => prepare(parts, order),
    publish: (order) => publish(parts, order),
    reconcile: (order) => reconcile(parts, order),
    remove: (credential, id) => remove(parts, credential, id),
    measure: (credential, ids) => measure(parts, credential, ids),
    measureCostOf,
    // paid in quota, not in money
    costMilsOf: () => 0,
  }
}
