/** `MovesWire`: tells all nodes who joined and who left, since a node knows its people but not the rooms they are asked into. */
import type { Bus } from '../cluster/bus.ts'
import type { Batch, Sink } from './sink.ts'
import { MOVES, type Moves } from './wire.ts'

/** Characters of one word about moves; what does not fit makes others ask for all. */
const MOVES_CHARS_MAX = 80 * 1024

export interface MovesParts {
  readonly epoch: string
  readonly nodeId: string
  readonly life: string
  readonly bus: Bus
  readonly sinks: Iterable<Pick<Sink, 'moved' | 'recheck'>>
}

export class MovesWire {
  readonly #parts: MovesParts
  /** The number of the last word, by sender. */
  readonly #last = new Map<string, { readonly life: string; readonly no: number }>()
  #fresh: Moves['moves'][number][] = []
  #freshChars = 0
  #no = 0

  constructor(parts: MovesParts) {
    this.#parts = parts
  }

  /** Remembers who moved until `flush`. */
  tell({ roomId, joined, left }: Batch): void {
    if (joined.length === 0 && left.length === 0) return
    this.#fresh.push([roomId, joined, left])
    this.#freshChars += roomId.length + 20 + 40 * (joined.length + left.length)
    if (this.#freshChars > MOVES_CHARS_MAX) this.flush()
  }

  flush(): void {
    if (this.#fresh.length === 0) return
    const moves = this.#fresh
    this.#no++
    // Larger than one word can be: its number is missing, which makes others ask.
    if (moves.length > 1 || this.#freshChars <= 2 * MOVES_CHARS_MAX) this.#send(moves)
    this.#fresh = []
    this.#freshChars = 0
  }

  /** Says how many words there were, so that a lost last one is noticed. Forgets senders that are no members. */
  beat(isMember: (nodeId: string) => boolean): void {
    this.#send([])
    for (const nodeId of this.#last.keys()) if (!isMember(nodeId)) this.#last.delete(nodeId)
  }

  hear(text: string): void {
    const { epoch, nodeId, sinks } = this.#parts
    const word = JSON.parse(text) as Moves
    if (word.from === nodeId || word.epoch !== epoch) return
    const said = this.#last.get(word.from)
    const known = said?.life === word.life ? said.no : 0
    if (word.no > known || said?.life !== word.life) this.#last.set(word.from, word)
    const isMissing = word.no > known + (word.moves.length > 0 ? 1 : 0)
    for (const sink of sinks) {
      if (isMissing) sink.recheck()
      for (const [roomId, joined, left] of word.moves) sink.moved(roomId, joined, left)
    }
  }

  #send(moves: Moves['moves']): void {
    const { epoch, nodeId, life, bus } = this.#parts
    if (!bus.isConnected) return
    const word: Moves = { epoch, from: nodeId, life, no: this.#no, moves }
    bus.publish(MOVES, JSON.stringify(word))
  }
}
