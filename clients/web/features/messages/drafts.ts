/** Words not yet sent, kept per person and conversation on this device until they are sent or the person leaves. */

interface Shelf {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
  key(index: number): string | null
  readonly length: number
}

const PREFIX = 'parley.draft.'

export type Drafts = ReturnType<typeof draftsOf>

/** Drafts of the person `userId` on `shelf` (localStorage). A shelf that refuses only forgets. */
export function draftsOf(userId: string, shelf: Shelf) {
  const keyOf = (conversationId: string) => `${PREFIX}${userId}.${conversationId}`
  return {
    read(conversationId: string): string {
      return attempt(() => shelf.getItem(keyOf(conversationId))) ?? ''
    },
    write(conversationId: string, text: string): void {
      attempt(() => {
        if (text === '') shelf.removeItem(keyOf(conversationId))
        else shelf.setItem(keyOf(conversationId), text)
      })
    },
  }
}

/** Forgets the drafts of everybody on this device: at sign-out. */
export function forgetDrafts(shelf: Shelf): void {
  attempt(() => {
    const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index))
    for (const key of keys) if (key?.startsWith(PREFIX)) shelf.removeItem(key)
  })
}

function attempt<Value>(run: () => Value): Value | undefined {
  try {
    return run()
  } catch {
    return undefined // private windows and full disks refuse; a lost draft is the lesser evil
  }
}
