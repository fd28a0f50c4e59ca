/** What the browser knows of the network and of the person looking. Silent where there is no window. */
export interface Surroundings {
  /** A good moment to try at once: the network is back, or somebody looks again. Returns a function that stops it. */
  onHope(hope: () => void): () => void
  /** The network seems gone. */
  onDoubt(doubt: () => void): () => void
}

export const surroundings: Surroundings = {
  onHope(hope) {
    if (typeof window === 'undefined') return () => {}
    const looked = () => {
      if (document.visibilityState === 'visible') hope()
    }
    window.addEventListener('online', hope)
    document.addEventListener('visibilitychange', looked)
    return () => {
      window.removeEventListener('online', hope)
      document.removeEventListener('visibilitychange', looked)
    }
  },
  onDoubt(doubt) {
    if (typeof window === 'undefined') return () => {}
    window.addEventListener('offline', doubt)
    return () => window.removeEventListener('offline', doubt)
  },
}
