/** `returning`: who comes back from another site by an address of ours; for features, which do not know `auth`. */
import { isEnded, returningUser } from './auth/session.ts'
import type { Ctx } from './context.ts'

/** Browsers send their cookie along and nothing else; a program may bring a token. Null for nobody. */
export async function returning({ node, cookies, session }: Ctx): Promise<string | null> {
  if (session !== null && !session.byCookie && !isEnded(node, session)) return session.userId
  return returningUser(node, cookies)
}
