/** `drain`: an orderly end: clients are told to go elsewhere and hear no more, calls in flight are answered, then all is closed. */
import { sleep } from '../../engine/kernel/sleep.ts'
import { CLOSE_CODES } from '../../engine/protocol/close-codes.ts'
import { closeWith, EVERYONE } from './connect.ts'
import type { Door } from './door.ts'
import { RECONNECT_FRAME } from './frames.ts'
import type { Socket } from './socket.ts'

const LOOK_EVERY_MS = 20

/** The server must not listen any more. Resolves when nothing is open, at the latest after `drainMsMax`. */
export async function drain(
  door: Door,
  open: ReadonlySet<Socket>,
  publish: (topic: string, frame: string) => void,
  silence: () => void,
): Promise<void> {
  const { node, limits, streams } = door
  door.draining = true
  publish(EVERYONE, RECONNECT_FRAME)
  silence()
  for (const end of [...streams]) end()
  for (let waitedMs = 0; door.inFlight > 0 && waitedMs < limits.drainMsMax; waitedMs += LOOK_EVERY_MS) {
    await sleep(node.clock, LOOK_EVERY_MS)
  }
  for (const socket of [...open]) closeWith(socket, CLOSE_CODES.RESTARTING, 'the node is stopping')
}
