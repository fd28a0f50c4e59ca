/** `returning`: who comes back from another site by an address of ours; for features, which do not know `auth`. */
import { returningUser } from './auth/session.ts'
import type { Ctx } from './context.ts'

/** By cookie alone: browsers send it along, and nothing else. Null for nobody. */
export function returning({ node, cookies }: Ctx): Promise<string | null> {
  return returningUser(node, cookies)
}
