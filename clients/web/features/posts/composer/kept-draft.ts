/** `keptDraft`: a new post that was begun and not sent, on this device until it is sent or the person leaves. */
import { type Draft, EMPTY, isBlank } from './draft.ts'

interface Shelf {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** The beginning is that of all drafts: signing out forgets them by it. */
const keyOf = (userId: string) => `parley.draft.${userId}.new-post`

/** Of the person `userId` on `shelf` (localStorage). A shelf that refuses, or holds something else, only forgets. */
export function keptDraft(userId: string, shelf: Shelf) {
  return {
    /** With the time that is suggested now: the one that was kept may have passed. */
    read(at: Draft['at']): Draft {
      try {
        const kept: unknown = JSON.parse(shelf.getItem(keyOf(userId)) ?? 'null')
        return isDraft(kept) ? { ...EMPTY, ...kept, at } : { ...EMPTY, at }
      } catch {
        return { ...EMPTY, at }
      }
    },
    write(draft: Draft | null): void {
      try {
        if (draft === null || isBlank(draft)) shelf.removeItem(keyOf(userId))
        else shelf.setItem(keyOf(userId), JSON.stringify(draft))
      } catch {
        // private windows and full disks refuse; a lost draft is the lesser evil
      }
    },
  }
}

function isDraft(kept: unknown): kept is Draft {
  const draft = kept as Partial<Draft> | null
  return typeof draft?.text === 'string' && Array.isArray(draft.media) && Array.isArray(draft.targets)
}
