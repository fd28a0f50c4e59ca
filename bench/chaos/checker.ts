/** Judges a history against the journal, after the run and without it: what was promised, and was it kept. */
import type { History, Operation, Row, Stream, Struck } from './history.ts'

export interface Verdict {
  readonly attempted: number
  readonly acked: number
  readonly unknown: number
  readonly refused: number
  /** Acked, but not in the journal at its seq. */
  readonly lost: number
  /** Rows too many for one commandId or one text. */
  readonly duplicated: number
  /** Acked before another was sent, yet standing behind it; or against the order of its own sender. */
  readonly outOfOrder: number
  /** Events that a subscriber never heard and was not told to reload for. */
  readonly holes: number
  /** The same for each subscriber that has holes: `client room`. */
  readonly holesOf: ReadonlyMap<string, number>
  /** Events that a subscriber heard twice, too late, or other than they are in the journal. */
  readonly misheard: number
  /** Subscribers that never reached the end of a room. */
  readonly behind: number
  /** Rows out of line: seq not 1, 2, 3 …, a term lower than the one before, not shown by the tables beside the journal. */
  readonly brokenJournal: number
  /** Messages in the journal that nobody sent, or that were refused. */
  readonly invented: number
  /** Streams that were listened to: a subscriber in a room. */
  readonly subscriptions: number
  readonly resets: number
  /** Where history may be lost: subscribers that were not told to reload. */
  readonly unreset: number
  /** Where history may be lost: events that a subscriber had heard before it was told to reload, and that are gone. */
  readonly retracted: number
  readonly reconnects: number
  readonly faults: number
  /** Those of the faults that break connections. */
  readonly breaks: number
  /** For each fault, ms until a message sent after it was acked; infinite if none ever was. */
  readonly recoveryMs: readonly number[]
  /** The same until every sender had one. */
  readonly recoveryOfAllMs: readonly number[]
  /** The first few complaints in words, to start looking from. */
  readonly examples: readonly string[]
}

/** An answer may be on its way when the fault strikes; only wishes made this much later prove a recovery. */
const IN_FLIGHT_MS = 50
const EXAMPLES_MAX = 20

/** Judges. Pure: the same history and journal give the same verdict. `mayLose`: see `Fault`. */
export function check(history: History, journal: readonly Row[], { mayLose = false } = {}): Verdict {
  const examples: string[] = []
  const tell = (what: string) => {
    if (examples.length < EXAMPLES_MAX) examples.push(what)
  }
  const { operations, streams, faults } = history
  const rooms = groupBy(journal, (row) => row.roomId)
  for (const rows of rooms.values()) rows.sort((a, b) => a.seq - b.seq)
  const outcomes = countBy(operations, (operation) => operation.outcome)
  const heard = streams.map((stream) => listen(stream, rooms.get(stream.roomId) ?? [], mayLose, tell))
  const lost = new Set(lostOf(operations, rooms, tell))
  const kept = operations.filter((operation) => operation.outcome === 'ok' && !lost.has(operation))
  const holesOf = new Map<string, number>()
  for (const { name, holes } of heard) if (holes > 0) holesOf.set(name, (holesOf.get(name) ?? 0) + holes)
  return {
    attempted: operations.length,
    acked: outcomes.get('ok') ?? 0,
    unknown: outcomes.get('unknown') ?? 0,
    refused: countRefused(operations, tell),
    lost: lost.size,
    duplicated: countDuplicated(journal, tell),
    outOfOrder: countOutOfOrder(kept, tell) + countAgainstSender(kept, history.ordered, tell),
    holes: sum(heard.map(({ holes }) => holes)),
    holesOf,
    misheard: sum(heard.map(({ misheard }) => misheard)),
    behind: sum(heard.map(({ behind }) => behind)),
    brokenJournal: sum([...rooms.values()].map((rows) => countBroken(rows, tell))),
    invented: countInvented(operations, journal, tell),
    subscriptions: streams.length,
    resets: sum(streams.map(({ heard }) => heard.filter(({ kind }) => kind === 'reset').length)),
    unreset: mayLose ? streams.filter(isUnreset).length : 0,
    retracted: sum(heard.map(({ retracted }) => retracted)),
    reconnects: history.reconnects,
    faults: faults.length,
    breaks: faults.filter(({ breaksSockets }) => breaksSockets).length,
    recoveryMs: faults.map((fault) => Math.min(...recoveries(fault, operations).values(), Infinity)),
    recoveryOfAllMs: faults.map((fault) => Math.max(...recoveries(fault, operations).values(), 0)),
    examples,
  }
}

/**
 * Why a run has failed, in words; empty when every promise was kept and the faults did something. Where history may be
 * lost, losing it breaks no promise, but every subscriber must have been told.
 */
export function faultsOf(verdict: Verdict, { mayLose = false } = {}): string[] {
  const promises = [
    'refused',
    'duplicated',
    'outOfOrder',
    'holes',
    'misheard',
    'behind',
    'brokenJournal',
    'invented',
  ] as const
  const broken = ([mayLose ? 'unreset' : 'lost', ...promises] as const).filter(
    (promise) => verdict[promise] > 0,
  )
  const whys = broken.map((promise) => `${promise} is ${verdict[promise]}`)
  if (verdict.acked === 0) whys.push('nothing was acked, so nothing was proved')
  if (verdict.faults === 0) whys.push('there was no fault')
  if (mayLose && verdict.lost === 0) whys.push('nothing was lost, so nothing had to be declared')
  if (verdict.breaks > 0 && verdict.reconnects === 0)
    whys.push('the faults caused no reconnect, so they did nothing')
  if (verdict.recoveryMs.some((ms) => ms === Infinity)) whys.push('it did not recover after a fault')
  return whys
}

/** A screen that shows the truth needs no reload. */
function isUnreset({ isScreen = false, heard }: Stream): boolean {
  return !isScreen && heard.every(({ kind }) => kind !== 'reset')
}

/** What is said here is well-formed and allowed: whatever happens, it may only have to wait. */
function countRefused(operations: readonly Operation[], tell: Tell): number {
  const refused = operations.filter(({ outcome }) => outcome === 'refused')
  for (const { text, reason } of refused) tell(`refused: ${text}: ${reason}`)
  return refused.length
}

function lostOf(operations: readonly Operation[], rooms: Map<string, Row[]>, tell: Tell): Operation[] {
  return operations.filter((operation) => {
    if (operation.outcome !== 'ok') return false
    const { roomId, seq, authorId, commandId, text } = operation
    // dense rooms hold seq at seq - 1; a broken one is searched
    const rows = rooms.get(roomId) ?? []
    const near = rows[(seq ?? 0) - 1]
    const row = near?.seq === seq ? near : rows.find((candidate) => candidate.seq === seq)
    if (row?.authorId === authorId && row.commandId === commandId && row.text === text) return false
    tell(`lost: ${text} was acked at ${roomId}:${seq}, where the journal has ${row?.text ?? 'nothing'}`)
    return true
  })
}

function countDuplicated(journal: readonly Row[], tell: Tell): number {
  const messages = journal.filter((row) => row.text !== null)
  const byCommand = surplus(messages, (row) => `${row.roomId} ${row.authorId} ${row.commandId}`, tell)
  const byText = surplus(messages, (row) => `${row.text}`, tell)
  return Math.max(byCommand, byText)
}

function surplus(rows: readonly Row[], key: (row: Row) => string, tell: Tell): number {
  let found = 0
  for (const [name, count] of countBy(rows, key)) {
    if (count === 1) continue
    found += count - 1
    tell(`duplicated: ${count} rows for ${name}`)
  }
  return found
}

/** ack(a) before invoke(b) in one room means seq(a) < seq(b). One sweep over time a room. */
function countOutOfOrder(acked: readonly Operation[], tell: Tell): number {
  let found = 0
  for (const inRoom of groupBy(acked, ({ roomId }) => roomId).values()) {
    const byEnd = [...inRoom].sort((a, b) => a.endedAt - b.endedAt)
    let next = 0
    let highest = 0
    for (const operation of [...inRoom].sort((a, b) => a.invokedAt - b.invokedAt)) {
      for (; byEnd[next] && byEnd[next]!.endedAt < operation.invokedAt; next++) {
        highest = Math.max(highest, byEnd[next]!.seq!)
      }
      if (highest <= operation.seq!) continue
      found++
      tell(`out of order: ${operation.text} got seq ${operation.seq} after ${highest} had been acked`)
    }
  }
  return found
}

/** Who sends one after another finds its messages in that order. */
function countAgainstSender(acked: readonly Operation[], ordered: ReadonlySet<string>, tell: Tell): number {
  let found = 0
  const theirs = acked.filter(({ client }) => ordered.has(client))
  for (const inOrder of groupBy(theirs, ({ client, roomId }) => `${client} ${roomId}`).values()) {
    const sent = [...inOrder].sort((a, b) => a.invokedAt - b.invokedAt)
    for (let index = 1; index < sent.length; index++) {
      const [before, after] = [sent[index - 1]!, sent[index]!]
      if (before.seq! < after.seq!) continue
      found++
      tell(
        `out of order: ${after.client} sent ${before.text} (${before.seq}) before ${after.text} (${after.seq})`,
      )
    }
  }
  return found
}

interface Listened {
  readonly name: string
  readonly holes: number
  readonly misheard: number
  readonly behind: number
  readonly retracted: number
}

/** A stream is a gap-free run of the journal from where it began to its end, or says `reset` where it is not. */
function listen(stream: Stream, rows: readonly Row[], mayLose: boolean, tell: Tell): Listened {
  const name = `${stream.client} in ${stream.roomId}`
  const lastReset = mayLose ? stream.heard.findLastIndex(({ kind }) => kind === 'reset') : -1
  let last = stream.after
  let holes = 0
  let misheard = 0
  let retracted = 0
  stream.heard.forEach((item, index) => {
    if (item.kind === 'reset') {
      last = item.seq
      return
    }
    const isThere = rows[item.seq - 1]?.commandId === item.commandId
    if (!isThere && index < lastReset) retracted++
    else if (item.seq <= last || !isThere) {
      misheard++
      tell(`misheard: ${name} heard ${item.seq} (${item.commandId}) after ${last}`)
    } else if (item.seq > last + 1) {
      holes += item.seq - last - 1
      tell(`hole: ${name} heard ${item.seq} after ${last}`)
    }
    last = Math.max(last, item.seq)
  })
  const head = rows.at(-1)?.seq ?? 0
  if (last < head) tell(`behind: ${name} heard up to ${last} of ${head}`)
  return { name, holes, misheard, behind: last < head ? 1 : 0, retracted }
}

function countBroken(rows: readonly Row[], tell: Tell): number {
  let broken = 0
  rows.forEach((row, index) => {
    const termFell = index > 0 && row.term < rows[index - 1]!.term
    if (row.seq === index + 1 && !termFell && row.projected) return
    broken++
    const shown = row.projected ? '' : ', which the tables beside the journal do not show'
    tell(`broken journal: ${row.roomId} has seq ${row.seq}, term ${row.term} at place ${index + 1}${shown}`)
  })
  return broken
}

function countInvented(operations: readonly Operation[], journal: readonly Row[], tell: Tell): number {
  const wished = new Map(operations.map((operation) => [operation.text, operation]))
  const invented = journal.filter(
    ({ text }) => text !== null && (wished.get(text)?.outcome ?? 'refused') === 'refused',
  )
  for (const row of invented) tell(`invented: ${row.text} is in the journal at ${row.roomId}:${row.seq}`)
  return invented.length
}

/** For each sender that spoke after the fault: ms from the fault to its first ack of something sent after it. */
function recoveries(fault: Struck, operations: readonly Operation[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const { client, invokedAt, endedAt, outcome } of operations) {
    if (invokedAt < fault.healedAt + IN_FLIGHT_MS) continue
    const tookMs = outcome === 'ok' ? endedAt - fault.healedAt : Infinity
    found.set(client, Math.min(found.get(client) ?? Infinity, tookMs))
  }
  return found
}

type Tell = (what: string) => void

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  return new Map([...groupBy(items, key)].map(([name, group]) => [name, group.length]))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
