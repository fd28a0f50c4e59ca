/** `networkRules`: what each network takes, by its name. */
import type { Network } from '../../protocol/post-shapes.ts'
import type { NetworkRules } from './contract.ts'

/** A network that is missing here takes what the post itself may hold. */
export const networkRules: Readonly<Partial<Record<Network, NetworkRules>>> = {}
