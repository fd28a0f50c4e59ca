/** `bind`: the verbs of a network, each in a file of its own, as methods of a platform that need not be told its parts. */
import type { Platform } from './contract.ts'

type Name =
  | 'authorizeUrl'
  | 'connect'
  | 'refresh'
  | 'rehearse'
  | 'prepare'
  | 'publish'
  | 'reconcile'
  | 'measure'
/** With the parts of the network before what it is asked. */
type Verb<Parts, Method> = Method extends (...asked: infer Asked) => infer Answer
  ? (parts: Parts, ...asked: Asked) => Answer
  : never

export type Verbs<Parts> = { readonly [Each in Name]: Verb<Parts, Platform[Each]> } & {
  /** Null where the network has no such call. */
  readonly remove: Verb<Parts, NonNullable<Platform['remove']>> | null
}

export function bind<Parts>(parts: Parts, verbs: Verbs<Parts>): Pick<Platform, Name | 'remove'> {
  const { remove } = verbs
  return {
    authorizeUrl: (asked) => verbs.authorizeUrl(parts, asked),
    connect: (asked) => verbs.connect(parts, asked),
    refresh: (credential) => verbs.refresh(parts, credential),
    rehearse: (order) => verbs.rehearse(parts, order),
    prepare: (order) => verbs.prepare(parts, order),
    publish: (order) => verbs.publish(parts, order),
    reconcile: (order) => verbs.reconcile(parts, order),
    measure: (credential, ids) => verbs.measure(parts, credential, ids),
    remove: remove === null ? null : (credential, id) => remove(parts, credential, id),
  }
}
