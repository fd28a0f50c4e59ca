/** Turn-taking between tabs by Web Locks; without them (Node) everybody is alone and never waits. */
function webLocks(): LockManager | null {
  return typeof navigator === 'undefined' ? null : (navigator.locks ?? null)
}

/** Runs `run` while no other tab runs something under `name`. */
export async function exclusively<Value>(name: string, run: () => Promise<Value>): Promise<Value> {
  const locks = webLocks()
  return locks === null ? run() : await locks.request(name, run)
}

/** Holds `name` for as long as this tab lives, or until the returned function is called. */
export function hold(name: string): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  void webLocks()
    ?.request(name, () => held)
    .catch(() => {})
  return () => release()
}

/** Resolves with true once nobody holds `name`: at once where nobody could. False when `signal` ended the wait. */
export async function isFree(name: string, signal: AbortSignal): Promise<boolean> {
  await webLocks()
    ?.request(name, { signal }, async () => {})
    .catch(() => {})
  return !signal.aborted
}

export function hasLocks(): boolean {
  return webLocks() !== null
}
