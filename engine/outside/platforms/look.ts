/** `lookThrough`: reads what an account made, page by page, until it finds what it looks for or has seen all of it. */
import { answered } from './answer.ts'
import type { Answered } from './contract.ts'
import type { Call, Reply } from './http.ts'

export interface Page {
  readonly asked: Call
  readonly reply: Reply
  /** What was looked for; null when it is not on this page. */
  readonly found: { readonly id: string; readonly url: string | null } | null
  readonly count: number
  /** Where the next page begins; null when this one reaches back far enough. */
  readonly next: string | null
}

export interface Looking {
  /** Reads from `from` on, null for the newest; answers instead when there is trouble. */
  read(from: string | null): Promise<Page | Answered>
  /** After so many nobody says that it is absent. */
  readonly pagesMax: number
  /** What the pages show, for people: `the posts of the account`. */
  readonly among: string
  /** ms since 1970. */
  readonly now: () => number
}

export async function lookThrough({ read, pagesMax, among, now }: Looking): Promise<Answered> {
  let from: string | null = null
  for (let pages = 1, seen = 0; ; pages++) {
    const page = await read(from)
    if ('outcome' in page) return page
    const { asked, reply, found, next } = page
    seen += page.count
    if (found !== null) return answered({ is: 'ok', ...found }, asked, reply, `it is among ${among}`)
    if (next === null) {
      const outcome = { is: 'absent' as const, retryAt: new Date(now()).toISOString() }
      return answered(outcome, asked, reply, `it is not among ${among} since it was armed, ${seen} of them`)
    }
    if (pages >= pagesMax) {
      const why = `it is not among the newest ${seen} of ${among}, and there are more since it was armed`
      return answered({ is: 'undecided', why }, asked, reply, why)
    }
    from = next
  }
}
