/** `catchUp`: brings members of rooms from where they are to the present, at the pace of their reader. */

import type { Batch } from '../../engine/fanout/sink.ts'
import { must } from '../../engine/kernel/assert.ts'
import { sleep } from '../../engine/kernel/sleep.ts'
import { beyond } from './beyond.ts'
import { begin, dismiss, type Followed, type Follower, isGone, type Member } from './following.ts'
import { goLive } from './groups.ts'

/** Rooms read at once: one query, and at most 64 x 500 events in memory for one subscription. */
const ROOMS_AT_ONCE = 64
/** Characters of batches that wait for one catching member; past it they are read again from the journal. */
const WAITING_CHARS_MAX = 256 * 1024
const RETRY_MS_MIN = 250
const RETRY_MS_MAX = 4_000

/** Resolves when every member is settling, live or gone. Never rejects: a journal that fails is asked again. */
export async function catchUp(
  followed: Followed,
  follower: Follower,
  members: readonly Member[],
): Promise<void> {
  const { outlet } = follower
  for (let start = 0; start < members.length; start += ROOMS_AT_ONCE) {
    let catching = members.slice(start, start + ROOMS_AT_ONCE)
    while (catching.length > 0) {
      if (!outlet.ready()) await outlet.whenReady()
      catching = catching.filter((member) => !isGone(member))
      const answers = await read(followed, follower, catching)
      if (!follower.stopped) begin(follower)
      const turn = followed.slice()
      if (turn !== null) await turn
      const again: Member[] = []
      const steps = bringAll(followed, catching, answers, again)
      for (let isDone = false; !isDone; ) {
        if (!outlet.ready()) await outlet.whenReady()
        outlet.together(() => {
          isDone = steps.next().done === true
        })
      }
      catching = again
    }
  }
}

/** Stops wherever the reader has to read first. `again` gets those that must be read again. */
function* bringAll(
  followed: Followed,
  catching: readonly Member[],
  answers: readonly CaughtUp[],
  again: Member[],
): Generator<void, void> {
  const byRoom = new Map(answers.map((answer) => [answer.roomId, answer]))
  for (const member of catching) {
    if (isGone(member)) continue
    const answer = byRoom.get(member.room.id)
    // There is no such room: nothing to follow.
    if (answer === undefined) dismiss(followed, member)
    else if (!(yield* bring(followed, member, answer))) again.push(member)
  }
}

type CaughtUp = Awaited<ReturnType<Followed['resume']>>[number]

async function read(
  { resume, clock, log }: Followed,
  follower: Follower,
  catching: readonly Member[],
): Promise<readonly CaughtUp[]> {
  const wanted = catching.map(({ room, from }) => ({ roomId: room.id, from }))
  for (let retryMs = RETRY_MS_MIN; wanted.length > 0 && !follower.stopped; ) {
    try {
      return await resume(wanted)
    } catch (error) {
      log.warn({ err: error, rooms: wanted.length, retryMs }, 'could not read what a subscriber missed')
      await sleep(clock, retryMs)
      retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
    }
  }
  return []
}

/** Sends what was missed, then what came meanwhile. False: too much came meanwhile, read again. */
function* bring(followed: Followed, member: Member, { head, missed }: CaughtUp): Generator<void, boolean> {
  const { outlet } = member.follower
  for (const piece of missed) {
    if (!outlet.ready()) yield
    if (isGone(member)) return true
    outlet.deliver(member.room.id, piece)
  }
  member.after = head
  while (member.waiting !== null && member.waiting.length > 0) {
    if (!outlet.ready()) yield
    if (isGone(member)) return true
    const batch = must(member.waiting.shift(), 'somebody else emptied the queue')
    member.waitingChars -= batch.json.length
    const piece = beyond(batch, member.after)
    if (piece === 'hole') member.overrun = true
    if (piece === 'hole' || piece === 'old') continue
    outlet.deliver(member.room.id, piece)
    member.after = batch.lastSeq
  }
  member.waiting = null
  // From here to the end of this turn nobody else runs: the next batch finds the member settling or live.
  if (member.overrun || member.after < member.room.head) {
    startAgain(followed, member)
    return false
  }
  member.state = 'settling'
  goLive(followed, member)
  return true
}

/** Back to catching, from what it has. The caller sees to it that somebody catches it up. */
export function startAgain({ epoch }: Followed, member: Member): void {
  member.state = 'catching'
  member.from = { epoch, seq: member.after }
  member.waiting = null
  member.waitingChars = 0
  member.overrun = false
  member.room.pending.add(member)
}

/** Keeps a batch for a catching member, up to the bound. */
export function keepWaiting(member: Member, batch: Batch): void {
  if (member.overrun) return
  member.waiting ??= []
  member.waiting.push(batch)
  member.waitingChars += batch.json.length
  if (member.waitingChars <= WAITING_CHARS_MAX) return
  member.overrun = true
  member.waiting = null
  member.waitingChars = 0
}
