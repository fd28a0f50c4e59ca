/** `makeLinkedin`: LinkedIn as one of the networks, for people and for organisations. */
import { bind } from '../bind.ts'
import type { Platform } from '../contract.ts'
import { authorizeUrl, connect, refresh } from './connect.ts'
import { measure, measureCostOf } from './measure.ts'
import { prepare } from './prepare.ts'
import { publish } from './publish.ts'
import { reconcile } from './reconcile.ts'
import { rehearse } from './rehearse.ts'
import { remove } from './remove.ts'
import { isPerson, type LinkedinParts } from './settings.ts'

const VERBS = { authorizeUrl, connect, refresh, rehearse, prepare, publish, reconcile, measure, remove }

export function makeLinkedin(parts: LinkedinParts): Platform {
  return {
    name: 'linkedin',
    evidenceOf: (accountRef) => (isPerson(accountRef) ? 'duplicateAnswer' : 'readBack'),
    ...bind(parts, VERBS),
    measureCostOf,
    costMilsOf: () => 0,
  }
}
