/** `COLLECTABLE` and `collectGarbage`: lets a Node server be told from outside to collect its garbage, and nothing else. */
const HOOK = "process.on('SIGUSR2',()=>{gc();gc()})"

/**
 * For a server's environment. What a socket left behind while it connected is collected some day; weighed before that
 * day it would be counted as the weight of the socket.
 */
export const COLLECTABLE = {
  NODE_OPTIONS: `--expose-gc --import=data:text/javascript,${encodeURIComponent(HOOK)}`,
}

/** Asks for it, and gives it time to be done and the memory to go back to the system. */
export async function collectGarbage(pid: number): Promise<void> {
  process.kill(pid, 'SIGUSR2')
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}
