/** What people want: `makeWorkload` draws wishes as mixed as the faults are: sends, edits, leaves, duplicates, old commands again. */

import type { Wish } from '../actors/ports.ts'
import { shardOf } from '../kernel/shard.ts'
import { sleep } from '../kernel/sleep.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import type { Chance } from './chance.ts'
import type { Operation } from './operations.ts'
import type { Person } from './person.ts'
import type { World } from './world.ts'

export const ORGANISATION = 'home'

export interface Workload {
  readonly operations: readonly Operation[]
  readonly rooms: readonly string[]
  /** People begin rooms and speak in them until `untilMs`. */
  begin(untilMs: number): void
  /** One more message in each room, by its founder. For the end: does everything still work? */
  probe(): void
  /** Wishes that have no end yet. */
  open(): readonly Operation[]
}

export interface WorkloadParts {
  readonly world: World
  readonly people: readonly Person[]
  readonly chance: Chance
}

/** Each person wants so many things at a time. */
const WISHES_AT_ONCE = 2

export function makeWorkload({ world, people, chance }: WorkloadParts): Workload {
  const operations: Operation[] = []
  const userIds = people.map(({ userId }) => userId)
  const rooms = Array.from(
    { length: chance.between(4, 10) },
    (_, index) => `room-${index}-${chance.between(0, 9_999)}`,
  )
  const thinkMs = chance.between(100, 900)
  let commands = 0

  function wish(person: Person, roomId: string, command: ConversationCommand): Operation {
    const { userId: authorId } = person
    const commandId = `c${++commands}`
    const asked: Wish<ConversationCommand> = {
      kind: 'conversation',
      roomId,
      organisationId: ORGANISATION,
      authorId,
      commandId,
      command,
    }
    return begun(asked)
  }

  function begun(asked: Operation['wish']): Operation {
    const operation = { wish: asked, invokedMs: world.now(), outcome: null }
    operations.push(operation)
    return operation
  }

  /** The message of an answered send in this room. */
  function someMessage(roomId: string, isMine: (authorId: string) => boolean): string {
    for (let draw = 0; draw < 5; draw++) {
      const { wish, outcome } = chance.oneOf(operations)
      if (wish.roomId !== roomId || !isMine(wish.authorId) || !outcome || !('answer' in outcome)) continue
      if (outcome.answer.messageId !== undefined) return outcome.answer.messageId
    }
    return 'no-such-message'
  }

  function draw(person: Person): Operation {
    const roomId = chance.oneOf(rooms)
    const again = chance.happens(0.08) ? chance.oneOf(operations) : undefined
    if (again?.outcome && again.wish.authorId === person.userId) return begun(again.wish)
    return wish(person, roomId, drawCommand(person, roomId))
  }

  function drawCommand({ userId }: Person, roomId: string): ConversationCommand {
    const other = chance.oneOf(userIds)
    const text = `said ${commands}`
    const mine = (authorId: string) => authorId === userId
    const dice = chance.random()
    if (dice < 0.55) return { type: 'message.send', text, replyTo: null }
    if (dice < 0.6) return { type: 'message.send', text, replyTo: someMessage(roomId, () => true) }
    if (dice < 0.68) return { type: 'message.edit', messageId: someMessage(roomId, mine), text }
    if (dice < 0.72) return { type: 'message.delete', messageId: someMessage(roomId, mine) }
    if (dice < 0.77) return { type: 'member.leave' }
    if (dice < 0.84) return { type: 'member.join' }
    if (dice < 0.89) return { type: 'member.invite', userIds: [other] }
    if (dice < 0.92) return { type: 'member.remove', userId: other }
    if (dice < 0.94)
      return { type: 'member.changeRole', userId: other, role: chance.oneOf(['admin', 'member']) }
    if (dice < 0.97) return { type: 'conversation.rename', title: text }
    return { type: chance.oneOf(['conversation.archive', 'conversation.restore']) }
  }

  async function live(person: Person, untilMs: number): Promise<void> {
    while (world.now() < untilMs) {
      const operation = draw(person)
      if (chance.happens(0.04)) doubled(person, operation)
      await person.ask(operation)
      await sleep(world, chance.random() * 2 * thinkMs)
    }
  }

  /** The same command from a second tab, at the same time. */
  function doubled(person: Person, { wish: asked }: Operation): void {
    void person.ask(begun(asked))
  }

  return {
    operations,
    rooms,
    begin(untilMs) {
      rooms.forEach((roomId, index) => {
        const founder = people[index % people.length] as Person
        const conversationKind = chance.happens(0.7) ? 'channel' : 'group'
        const memberIds = userIds.filter(() => chance.happens(0.7))
        world.story.tell(founder.userId, () => `founds ${roomId} in shard ${shardOf(roomId)}`)
        void founder.ask(
          wish(founder, roomId, { type: 'conversation.create', conversationKind, title: roomId, memberIds }),
        )
        for (const person of people) if (chance.happens(0.8)) person.follow(roomId)
      })
      for (const person of people) {
        for (let line = 0; line < WISHES_AT_ONCE; line++) {
          world.after(chance.between(200, 1_500), () => void live(person, untilMs))
        }
        const hangUp = () => {
          if (world.now() > untilMs) return
          person.hangUp()
          world.after(chance.between(3_000, 20_000), hangUp)
        }
        world.after(chance.between(3_000, 20_000), hangUp)
      }
    },
    probe() {
      rooms.forEach((roomId, index) => {
        const founder = people[index % people.length] as Person
        void founder.ask(wish(founder, roomId, { type: 'message.send', text: 'still here?', replyTo: null }))
      })
    },
    open: () => operations.filter(({ outcome }) => outcome === null),
  }
}
