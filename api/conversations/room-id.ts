/** Ids of conversations, derived from what makes them one: a retry, or the same two people, find the room again. */
import { derivedId } from '../derived-id.ts'

/** The direct conversation of two people in an organisation, whoever begins it. */
export function directRoomId(organisationId: string, one: string, other: string): string {
  return derivedId(['direct', organisationId, ...[one, other].sort()])
}

/** The group or channel that this command of this person makes. */
export function madeRoomId(organisationId: string, authorId: string, commandId: string): string {
  return derivedId(['made', organisationId, authorId, commandId])
}
