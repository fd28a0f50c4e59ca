/** `makeFacebook`: pages of Facebook as one platform. */
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

export function makeFacebook(parts: FacebookParts): Platform {
  return {
    name: 'facebook',
    // films tell of themselves by their id; texts and photos are found among the posts of the page
    evidenceOf: () => 'readBack',
    authorizeUrl: (asked) => authorizeUrl(parts, asked),
    connect: (asked) => connect(parts, asked),
    refresh: (credential) => refresh(parts, credential),
    rehearse: (order) => rehearse(parts, order),
    prepare: (order) => prepare(parts, order),
    publish: (order) => publish(parts, order),
    reconcile: (order) => reconcile(parts, order),
    remove: (credential, id) => remove(parts, credential, id),
    measure: (credential, ids) => measure(parts, credential, ids),
    measureCostOf,
    costMilsOf: () => 0,
  }
}
