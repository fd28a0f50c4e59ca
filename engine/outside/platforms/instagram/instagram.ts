/** `makeInstagram`: professional accounts of Instagram, connected by its own login, as one platform. */
import type { Platform } from '../contract.ts'
import { measureCostOf } from '../meta/measure.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import type { InstagramParts } from './settings.ts'

export function makeInstagram(parts: InstagramParts): Platform {
  return {
    name: 'instagram',
    evidenceOf: () => 'key',
    authorizeUrl: (asked) => authorizeUrl(parts, asked),
    connect: (asked) => connect(parts, asked),
    refresh: (credential) => refresh(parts, credential),
    rehearse: (order) => rehearse(parts, order),
    prepare: (order) => prepare(parts, order),
    publish: (order) => publish(parts, order),
    reconcile: (order) => reconcile(parts, order),
    // Uncertain: the reference knows no such call for media; a person deletes it in the application
    remove: null,
    measure: (credential, ids) => measure(parts, credential, ids),
    measureCostOf,
    costMilsOf: () => 0,
  }
}
