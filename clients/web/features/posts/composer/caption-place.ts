/** `tightestPlace`: for which of several places a text is written, so that it fits all of them. */
import { networkRules } from '../../../../../engine/post/networks/rules.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import type { Destination, Network } from '../../../../../engine/protocol/post-shapes.ts'

export interface Place {
  /** Null: a conversation. */
  readonly network: Network | null
  /** As people write it. */
  readonly title: string
  /** In the place's own units. */
  readonly textMax: number
  count(text: string): number
}

const CONVERSATION: Place = {
  network: null,
  title: 'a conversation',
  textMax: LIMITS.textCharsMax,
  count: (text) => text.length,
}

/** The one that takes least; a conversation where there is none. */
export function tightestPlace(places: readonly Destination[]): Place {
  const networks = places.flatMap((to) => (to.kind === 'account' ? [to.network] : []))
  return networks
    .map((network): Place => ({ ...networkRules[network], network }))
    .reduce((tightest, place) => (place.textMax < tightest.textMax ? place : tightest), first(networks))
}

function first([network]: readonly Network[]): Place {
  return network === undefined ? CONVERSATION : { ...networkRules[network], network }
}
