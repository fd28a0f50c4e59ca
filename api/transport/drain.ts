/** `drain`: an orderly end: clients are told to go elsewhere and hear no more, calls in flight are answered, then all is closed. */
import { sleep } from '../../engine/kernel/sleep.ts'
import { CLOSE_CODES } from '../../engine/protocol/close-codes.ts'
import { send } from './backpressure.ts'
import { closeWith } from './connect.ts'
import type { Door } from './door.ts'
import { RECONNECT_FRAME } from './frames.ts'
import type { Socket } from './socket.ts'

const LOOK_EVERY_MS = 20

/**
 * The server must not listen any more. Sends everybody away over `spreadMs`, so that those who take them in are not
 * asked by all at once. Resolves when nothing is open, at the latest `drainMsMax` after that.
 */
export async function drain(
  door: Door,
  open: ReadonlySet<Socket>,
  silence: () => void,
  spreadMs: number,
): Promise<void> {
  const { node, limits, streams } = door
  door.draining = true
  const leaving = [...[...open].map((socket) => () => sendAway(socket)), ...streams]
  const steps = Math.max(1, Math.ceil(spreadMs / LOOK_EVERY_MS))
  let gone = 0
  for (let step = 1; gone < leaving.length && open.size + streams.size > 0; step++) {
    // the first goes at once, and nobody waits after the last
    if (step > 1) await sleep(node.clock, LOOK_EVERY_MS)
    const due = Math.ceil((leaving.length * step) / steps)
    for (const leave of leaving.slice(gone, due)) leave()
    gone = due
  }
  silence()
  for (const end of [...streams]) end()
  for (let waitedMs = 0; door.inFlight > 0 && waitedMs < limits.drainMsMax; waitedMs += LOOK_EVERY_MS) {
    await sleep(node.clock, LOOK_EVERY_MS)
  }
  for (const socket of [...open]) closeWith(socket, CLOSE_CODES.RESTARTING, 'the node is stopping')
}

/**
 * Says nothing of its subscriptions from now on, and not that they end: the official client listens at both places for
 * a while, and knows an event again only by the id of its batch, which may be cut otherwise there.
 */
function sendAway(socket: Socket): void {
  socket.isSentAway = true
  const all = [...socket.subscriptions.values()]
  socket.subscriptions.clear()
  for (const subscription of all) subscription.stop()
  send(socket, RECONNECT_FRAME)
}
