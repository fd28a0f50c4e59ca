/** What can be wrong with the positions a client resumes from. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { type Position, parsePosition } from '../../engine/protocol/position.ts'

/** Positions by room. Refuses with INVALID_INPUT what is no room, no position, or more rooms than one call may name. */
export function checkPositions(positions: Readonly<Record<string, string>>): Map<string, Position> {
  const entries = Object.entries(positions)
  if (entries.length > LIMITS.resumeRoomsMax) {
    refuse('INVALID_INPUT', { message: `At most ${LIMITS.resumeRoomsMax} rooms in one resume.` })
  }
  return new Map(
    entries.map(([roomId, text]) => {
      const position = parsePosition(text)
      if (!position || !isUuid(roomId)) {
        refuse('INVALID_INPUT', { message: 'Positions are epoch:seq by room id.' })
      }
      return [roomId, position]
    }),
  )
}
