/** Was what people were told true? `checkAnswers` judges I1, I4, I5 and that each refusal was right at some moment it covers. */
import { isDeepStrictEqual } from 'node:util'
import { decideAt, kindOf, pastOf, type RoomPast } from './check-journal.ts'
import { commandOf, type Fact, type Ledger } from './ledger.ts'
import type { Operation, Outcome } from './operations.ts'
import type { Story } from './story.ts'

type Answered = Extract<Outcome, { answer: unknown }>
type Refused = Extract<Outcome, { reason: unknown }>

export function checkAnswers(ledger: Ledger, operations: readonly Operation[], story: Story): void {
  const pasts = new Map<string, RoomPast>()
  const past = (roomId: string, timeline: number): RoomPast => {
    const key = `${roomId} ${timeline}`
    const known = pasts.get(key) ?? pastOf(ledger.factsOf(roomId, timeline))
    pasts.set(key, known)
    return known
  }
  for (const operation of operations) {
    const { outcome } = operation
    if (outcome === null) continue
    if ('answer' in outcome) checkAnswer(ledger, operation, outcome, story)
    else checkRefusal(ledger, past, operation, outcome, story)
  }
  for (const roomId of ledger.roomIds()) checkOrder(ledger.factsOf(roomId), operations, roomId, story)
}

/** I1: what was acknowledged is there, once, where we said; it was there when we said so. */
function checkAnswer(ledger: Ledger, { wish }: Operation, { answer, endedMs }: Answered, story: Story): void {
  const { kind, roomId, commandId, authorId } = wish
  const where = `${roomId} ${commandId} answered with ${answer.seq} at ${(endedMs / 1000).toFixed(3)}`
  const isIt = ({ event }: Fact) => commandOf(event) === commandId && event.authorId === authorId
  const fact = ledger.newest(roomId, answer.seq, (kept) => isIt(kept) && kept.atMs <= endedMs)
  if (fact === undefined) {
    story.violate('I1', `not durable by then: ${where}`)
    return
  }
  const isTheirs = ledger.newest(
    roomId,
    answer.seq,
    (kept) => isIt(kept) && isDeepStrictEqual(kindOf(kind).answer(kept.event), answer),
  )
  if (isTheirs === undefined)
    story.violate('I1', `${where}, which is not the answer of ${JSON.stringify(fact.event)}`)
}

/** A refusal rests on the room as it was at some moment between its question and its answer. */
function checkRefusal(
  ledger: Ledger,
  past: (roomId: string, timeline: number) => RoomPast,
  operation: Operation,
  { reason, attemptedMs, endedMs }: Refused,
  story: Story,
): void {
  const { roomId, commandId, authorId } = operation.wish
  for (let timeline = ledger.timeline; timeline >= 0; timeline--) {
    const room = past(roomId, timeline)
    const upTo = (ms: number) => room.facts.findLastIndex(({ atMs }) => atMs <= ms) + 1
    const last = upTo(endedMs)
    for (let seq = upTo(attemptedMs); seq <= last; seq++)
      if (decideAt(room, seq, operation) === reason) return
  }
  // A failover may take back what the refusal rested on.
  if (ledger.beganBetween(attemptedMs - 10_000, endedMs)) return
  const is = ledger
    .factsOf(roomId)
    .find(({ event }) => commandOf(event) === commandId && event.authorId === authorId)
  const instead = is === undefined ? '' : `; it is ${is.event.seq} of the journal`
  story.violate(
    'I4',
    `${roomId} ${commandId} was refused (${reason}), which was never true meanwhile${instead}`,
  )
}

/** I4 and I5: what was answered before something else was asked comes before it. */
function checkOrder(
  facts: readonly Fact[],
  operations: readonly Operation[],
  roomId: string,
  story: Story,
): void {
  const times = new Map<string, { invokedMs: number; answeredMs: number }>()
  for (const { wish, invokedMs, outcome } of operations) {
    if (wish.roomId !== roomId) continue
    const key = `${wish.authorId} ${wish.commandId}`
    const known = times.get(key) ?? { invokedMs, answeredMs: Number.POSITIVE_INFINITY }
    const isAnswered = outcome !== null && 'answer' in outcome
    const seq = isAnswered ? outcome.answer.seq : 0
    const fact = facts[seq - 1]
    // One that was lost by a failover and asked again may stand at the same place, later.
    const isOfThis = isAnswered && fact?.event.commandId === wish.commandId && fact.atMs <= outcome.endedMs
    times.set(key, {
      invokedMs: Math.min(known.invokedMs, invokedMs),
      answeredMs: isOfThis ? Math.min(known.answeredMs, outcome.endedMs) : known.answeredMs,
    })
  }
  let latest = { invokedMs: 0, seq: 0 }
  for (const { event } of facts) {
    const time = times.get(`${event.authorId} ${event.commandId}`)
    if (time === undefined) continue
    if (time.answeredMs < latest.invokedMs)
      story.violate(
        'I4',
        `${roomId}: ${event.seq} was answered before ${latest.seq} was asked, and stands after it`,
      )
    if (time.invokedMs > latest.invokedMs) latest = { invokedMs: time.invokedMs, seq: event.seq }
  }
}
