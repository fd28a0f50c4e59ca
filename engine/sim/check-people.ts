/** Do people see what is there? `checkPeople` judges that everything converges (I8, I13) and is understood alike (I14). */
import { isDeepStrictEqual } from 'node:util'
import { foldAll } from '../conversation/fold.ts'
import { type ConversationState, dumpConversation, NO_CONVERSATION } from '../conversation/state.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { Ledger } from './ledger.ts'
import type { Person } from './person.ts'
import type { Story } from './story.ts'

export function checkPeople(
  ledger: Ledger,
  people: readonly Person[],
  rooms: readonly string[],
  epoch: string,
  story: Story,
): void {
  for (const roomId of rooms) {
    const facts = ledger.factsOf(roomId)
    const state = plainly(
      foldAll(
        NO_CONVERSATION,
        facts.map(({ event }) => event as ConversationEvent),
      ),
    )
    for (const person of people) {
      if (!person.follows(roomId)) continue
      const copy = person.copyOf(roomId)
      const has = copy === undefined ? 'nothing' : `${copy.epoch}:${copy.seq}`
      // A room nobody has begun has nothing to converge to.
      if (facts.length === 0) continue
      if (copy?.seq !== facts.length || copy.epoch !== epoch) {
        story.violate(
          'I13',
          `${person.userId} has ${has} of ${roomId}, whose head is ${epoch}:${facts.length}`,
        )
      } else if (copy.isMixed) {
        story.violate('I8', `${person.userId} was told two histories of ${roomId} and never to begin again`)
      } else if (!isDeepStrictEqual(plainly(copy.state), state)) {
        story.violate(
          'I14',
          `${person.userId} understands ${roomId} at ${has} otherwise than its journal says`,
        )
      }
    }
  }
}

function plainly(state: ConversationState): unknown {
  const { members, ...rest } = dumpConversation(state)
  return { ...rest, members: [...members].sort() }
}
