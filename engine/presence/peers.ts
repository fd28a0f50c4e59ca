/** `Peers`: the other nodes, as far as they are heard, and which of the people watched here are at theirs. */
import type { Bus } from '../cluster/bus.ts'
import {
  askPresence,
  PEOPLE_A_QUESTION,
  type Person,
  pagesOf,
  type Question,
  type QuestionAnswer,
  type Word,
} from './wire.ts'

/**
 * Seconds without a word after which a node's people are believed to be gone: two beats missing. With the beat before
 * and the sweep that sees it, nobody is shown 15 s after the crash of their node.
 */
export const SILENCE_TICKS = 12
const ANSWER_MS = 2_000

/**
 *   first word ──▶ heard ──────────────────────▶ parting
 *                    │   its last word, or none for      │
 *                    └───── 12 s of silence ──▶ gone ◀───┘
 *
 * A parting node's people stay for as long as those of a silent one: they are about to be seen elsewhere.
 */
interface Peer {
  readonly life: string
  /** Those of the watched that are there. */
  readonly here: Set<Person>
  /** The number of its last word. */
  no: number
  quietTicks: number
  isParting: boolean
  /** A word or an answer was lost: ask about all who are watched. */
  isDoubtful: boolean
  isAsked: boolean
}

export interface PeersParts {
  readonly bus: Bus
  readonly isWatched: (person: Person) => boolean
  readonly watched: () => Iterable<Person>
  /** Whether the person is somewhere may have changed. */
  readonly changed: (person: Person) => void
  /** Somebody has not heard of us yet. */
  readonly met: () => void
}

export class Peers {
  readonly #parts: PeersParts
  readonly #byLife = new Map<string, Peer>()

  constructor(parts: PeersParts) {
    this.#parts = parts
  }

  hear({ life, no, came, went, isParting }: Word): void {
    const known = this.#byLife.get(life)
    const peer = known ?? this.#meet(life, no)
    // Said twice, or overtaken by a later one.
    if (known !== undefined && no <= peer.no) return
    if (known !== undefined && no > peer.no + 1) peer.isDoubtful = true
    peer.no = no
    peer.quietTicks = 0
    for (const person of came) this.#put(peer, person, true)
    for (const person of went) this.#put(peer, person, false)
    if (isParting) peer.isParting = true
    if (peer.isDoubtful) this.#askAll(peer)
  }

  /** These are watched from now on: asks every node about them. */
  ask(people: readonly Person[]): void {
    for (const peer of this.#byLife.values()) void this.#ask(peer, people)
  }

  /** Nobody watches this person any more. */
  forget(person: Person): void {
    for (const { here } of this.#byLife.values()) here.delete(person)
  }

  has(person: Person): boolean {
    for (const { here } of this.#byLife.values()) if (here.has(person)) return true
    return false
  }

  /** A second has passed. While we are cut off nobody can be heard, so silence says nothing. */
  sweep(): void {
    if (!this.#parts.bus.isConnected) return
    for (const peer of this.#byLife.values()) {
      if (++peer.quietTicks <= SILENCE_TICKS) continue
      this.#byLife.delete(peer.life)
      for (const person of peer.here) this.#parts.changed(person)
    }
  }

  /** The bus is back. Words of the time between are missing; the numbers of the next ones say so. */
  reconnected(): void {
    for (const peer of this.#byLife.values()) if (!peer.isParting) peer.quietTicks = 0
  }

  size(): { readonly nodes: number; readonly people: number } {
    let people = 0
    for (const { here } of this.#byLife.values()) people += here.size
    return { nodes: this.#byLife.size, people }
  }

  #meet(life: string, no: number): Peer {
    const peer: Peer = {
      life,
      here: new Set(),
      no,
      quietTicks: 0,
      isParting: false,
      isDoubtful: true,
      isAsked: false,
    }
    this.#byLife.set(life, peer)
    this.#parts.met()
    return peer
  }

  #put({ here }: Peer, person: Person, isHere: boolean): void {
    if (here.has(person) === isHere || !this.#parts.isWatched(person)) return
    if (isHere) here.add(person)
    else here.delete(person)
    this.#parts.changed(person)
  }

  /** One such question at a time; what is lost meanwhile is asked about at the next word. */
  #askAll(peer: Peer): void {
    if (peer.isAsked) return
    peer.isAsked = true
    peer.isDoubtful = false
    void this.#ask(peer, [...this.#parts.watched()]).finally(() => {
      peer.isAsked = false
    })
  }

  async #ask(peer: Peer, people: readonly Person[]): Promise<void> {
    if (peer.isParting) return
    for (const page of pagesOf(people, PEOPLE_A_QUESTION)) {
      try {
        const question: Question = { people: page }
        const text = await this.#parts.bus.request(
          askPresence(peer.life),
          JSON.stringify(question),
          ANSWER_MS,
        )
        this.#learn(peer, page, JSON.parse(text) as QuestionAnswer)
      } catch {
        // Its next word brings the question again, and when there is none its people are gone anyway.
        peer.isDoubtful = true
        return
      }
    }
  }

  #learn(peer: Peer, people: readonly Person[], { no, here }: QuestionAnswer): void {
    if (this.#byLife.get(peer.life) !== peer) return
    // Overtaken by a word that may say something newer of the same people.
    if (no < peer.no) peer.isDoubtful = true
    const there = new Set(here)
    for (const person of people) this.#put(peer, person, there.has(person))
  }
}
