/** `Peer`: another server that does what Parley does, or less, and how one speaks to it. */
import type { Reading, SocketPlan } from '../load/plan.ts'
import type { ServerUnderTest } from '../scenario.ts'

export interface Peer {
  readonly name: string
  /** For the table: what it is, with what it lacks. */
  readonly title: string
  /** Whether it is installed. */
  isThere(): boolean
  start(): Promise<ServerUnderTest>
  readonly chat: ChatSpeech
  /** Null: it answers no calls. */
  readonly calls: CallSpeech | null
}

export interface ChatSpeech {
  readonly reading: Reading
  /** A socket that gets what is said in a room. */
  listener(room: string): Omit<SocketPlan, 'counts'>
  /** A socket that gets what is said in all of these. Absent: the generator could not tell when it is ready. */
  listenerOfAll?(rooms: readonly string[]): Omit<SocketPlan, 'counts'>
  speaker: Omit<SocketPlan, 'counts'>
  /** One message into a room, with its slots. */
  say(room: string, text: string): string
}

export interface CallSpeech {
  readonly reading: Reading
  readonly socket: Omit<SocketPlan, 'counts'>
  /** One call, with its slot for the id. */
  readonly call: string
}
