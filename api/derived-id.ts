/** `madePostId`: the post that a command makes. Beside it `derivedId`, of which all such ids are made. */
import { derivedId } from '../engine/host/derived-id.ts'

export { derivedId }

/** The post that this command of this person makes. */
export function madePostId(organisationId: string, authorId: string, commandId: string): string {
  return derivedId(['post', organisationId, authorId, commandId])
}
