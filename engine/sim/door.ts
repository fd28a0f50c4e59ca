/** What people reach of a simulated node: `Door`. */
import type { Answer, Wish } from '../actors/ports.ts'
import type { Gateway } from './gateway.ts'
import type { Process } from './world.ts'

export interface Door {
  readonly process: Process
  readonly epoch: string
  readonly gateway: Gateway
  readonly deliver: (wish: Wish) => Promise<Answer>
  readonly isOpen: () => boolean
  /** Called once when the node closes its sockets. */
  onClose(run: () => void): void
}
