/** Acceptance 6: whatever people ask, in whatever order, and whatever breaks meanwhile, the journal stays right. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldAll } from '../conversation/fold.ts'
import { conversationKind } from '../conversation/kind.ts'
import { NO_CONVERSATION } from '../conversation/state.ts'
import { seededRandom } from '../kernel/random.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { isRetryable, Refusal } from '../protocol/errors.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { makeOneNode, type OneNode } from '../sim/one-node.ts'
import type { Answer } from './ports.ts'

const people = ['ann', 'bob', 'cat', 'dan']
const rooms = ['r1', 'r2', 'r3']

/** `message` is an index into the messages known when the step is taken. */
type Wanted = ConversationCommand | { readonly speaks: 'edit' | 'delete' | 'reply'; readonly message: number }

type Step =
  | { readonly does: 'ask'; readonly who: string; readonly room: string; readonly wants: Wanted }
  | { readonly does: 'repeat'; readonly which: number }
  | { readonly does: 'wait' | 'crash' | 'idle' | 'jump' }

const person = fc.constantFrom(...people)
const role = fc.constantFrom('owner', 'admin', 'member')
const text = fc.constantFrom('hello', 'and so on', '  ', 'ünïcödé 🦜', 'a\0b', '\ud800')
const wanted: fc.Arbitrary<Wanted> = fc.oneof(
  { weight: 8, arbitrary: text.map((text) => ({ type: 'message.send', text, replyTo: null }) as const) },
  {
    weight: 3,
    arbitrary: fc
      .record({ conversationKind: fc.constantFrom('group', 'channel', 'direct'), who: fc.subarray(people) })
      .map(({ conversationKind, who }) => {
        return { type: 'conversation.create', conversationKind, title: 'Title', memberIds: who } as const
      }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      speaks: fc.constantFrom('edit', 'delete', 'reply'),
      message: fc.nat({ max: 20 }),
    }),
  },
  fc.constantFrom(
    ...([{ type: 'member.join' }, { type: 'member.leave' }] as const),
    ...([{ type: 'conversation.archive' }, { type: 'conversation.restore' }] as const),
  ),
  fc.subarray(people, { minLength: 1 }).map((userIds) => ({ type: 'member.invite', userIds }) as const),
  person.map((userId) => ({ type: 'member.remove', userId }) as const),
  fc.tuple(person, role).map(([userId, role]) => ({ type: 'member.changeRole', userId, role }) as const),
  text.map((title) => ({ type: 'conversation.rename', title }) as const),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      does: fc.constant('ask' as const),
      who: person,
      room: fc.constantFrom(...rooms),
      wants: wanted,
    }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('repeat' as const), which: fc.nat({ max: 40 }) }) },
  { weight: 4, arbitrary: fc.constant({ does: 'wait' } as const) },
  { weight: 1, arbitrary: fc.constantFrom('crash', 'idle', 'jump').map((does) => ({ does }) as const) },
)

interface Asked {
  readonly who: string
  readonly room: string
  readonly command: ConversationCommand
  readonly commandId: string
}

/** What was answered, and what was wrong with an answer. */
interface Log {
  readonly answers: { readonly asked: Asked; readonly answer: Answer }[]
  readonly faults: string[]
}

it('holds for a thousand random stories', async () => {
  const story = fc.record({
    steps: fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
    seed: fc.nat(),
    answersMax: fc.constantFrom(1, 3, 256),
    isTroubled: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(story, async ({ steps, seed, answersMax, isTroubled }) => {
      const node = makeOneNode({ limits: { answersMax, snapshotEvery: 5 } })
      if (isTroubled) makeTrouble(node, seed)
      const log = await live(node, steps)
      await comeToRest(node)
      check(node, log)
    }),
    { numRuns: 1_000 },
  )
}, 60_000)

/** Some commits are slow, some never arrive, some arrive and nobody hears of it. */
function makeTrouble(node: OneNode, seed: number): void {
  const random = seededRandom(seed)
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  node.faults.before = async () => {
    if (random() < 0.3) await turn()
    if (random() < 0.05) throw new Error('not reached')
  }
  node.faults.after = async () => {
    if (random() < 0.3) await turn()
    if (random() < 0.05) throw new Error('torn')
  }
}

async function live(node: OneNode, steps: readonly Step[]): Promise<Log> {
  const log: Log = { answers: [], faults: [] }
  const asked: Asked[] = []
  // Most rooms exist, or most of what follows would be asked of nothing.
  for (const room of rooms.slice(1)) {
    const command = { type: 'conversation.create', title: 'Title', memberIds: people.slice(1) } as const
    const conversationKind = room === 'r2' ? 'channel' : 'group'
    asked.push({ who: 'ann', room, command: { ...command, conversationKind }, commandId: room })
    void ask(node, asked.at(-1) as Asked, log)
  }
  for (const [index, step] of steps.entries()) {
    if (step.does === 'ask') {
      const command = commandOf(node, step.room, step.wants)
      asked.push({ who: step.who, room: step.room, command, commandId: `c${index}` })
      void ask(node, asked.at(-1) as Asked, log)
    } else if (step.does === 'repeat') {
      const again = asked[step.which % asked.length]
      if (again) void ask(node, again, log)
    } else if (step.does === 'crash') node.crash()
    else if (step.does === 'idle') node.clock.advance(6 * 60_000)
    else if (step.does === 'jump') node.clock.jump(-5_000)
    else await node.settle()
    node.clock.advance(1)
  }
  return log
}

function commandOf(node: OneNode, room: string, wants: Wanted): ConversationCommand {
  if ('type' in wants) return wants
  const sent = node.told.filter(({ roomId, event }) => roomId === room && event.kind === 'message.sent')
  const event = sent[wants.message % sent.length]?.event as ConversationEvent | undefined
  const messageId = event?.kind === 'message.sent' ? event.payload.messageId : 'no-such-message'
  if (wants.speaks === 'reply') return { type: 'message.send', text: 'indeed', replyTo: messageId }
  if (wants.speaks === 'delete') return { type: 'message.delete', messageId }
  return { type: 'message.edit', messageId, text: `edited ${wants.message}` }
}

async function ask(node: OneNode, asked: Asked, log: Log): Promise<void> {
  const { who, room, command, commandId } = asked
  const wasDurable = durable(node, asked) !== undefined
  try {
    log.answers.push({ asked, answer: await node.ask(who, room, command, commandId) })
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.reason === 'INTERNAL') {
      log.faults.push(`${command.type} met ${refusal}`)
    } else if (wasDurable && !isRetryable(refusal.reason))
      log.faults.push(`${commandId} was durable and is refused: ${refusal.reason}`)
  }
}

const durable = (node: OneNode, { who, room, commandId }: Asked) =>
  node.journal.eventsOf(room).find((event) => event.authorId === who && event.commandId === commandId) as
    | ConversationEvent
    | undefined

/** The trouble is over; whatever was left open finds its end. */
async function comeToRest(node: OneNode): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await node.settle()
    if (round > 2) node.faults.before = node.faults.after = undefined
    node.clock.advance(1_000)
    if (round > 5 && node.runtime.inspect().waiting === 0) break
  }
  await node.settle()
}

function check(node: OneNode, log: Log): void {
  expect(log.faults).toEqual([])
  expect(node.violations).toEqual([])
  expect(node.runtime.inspect().waiting).toBe(0)
  for (const { asked, answer } of log.answers) {
    const event = durable(node, asked)
    // The same answer for every repetition, because it is a function of the one event.
    expect(event && conversationKind.answer(event)).toEqual(answer)
  }
  for (const room of rooms) {
    const events = node.journal.eventsOf(room) as ConversationEvent[]
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1))
    expect(new Set(events.map((event) => `${event.authorId} ${event.commandId}`)).size).toBe(events.length)
    expect(events.every((event, index) => index === 0 || event.at >= (events[index - 1]?.at ?? ''))).toBe(
      true,
    )
    const replayed = foldAll(NO_CONVERSATION, events)
    const inMemory = node.runtime.inspectRoom(room)
    if (inMemory !== null) expect(isDeepStrictEqual(inMemory.state, replayed)).toBe(true)
    // Everything durable has been told: by the process that wrote it, or by the one that found it.
    expect(node.heardUpTo(room)).toBe(events.length)
  }
}
