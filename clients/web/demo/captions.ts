/** `demoCaptions`: a writer of the demo, who writes the same of everything. */
import { Refusal } from '../../../engine/protocol/errors.ts'
import type { Captions } from '../app/captions.ts'

/** `?captions=off` has nobody, `breaks` breaks off, `full` has used up the hour. */
export type DemoCaptions = 'on' | 'off' | 'breaks' | 'full'

const WORDS =
  'Five films, five evenings, one very comfortable chair. Our autumn programme is out: come for the classics, stay for the ' +
  'popcorn, and bring somebody who talks in the dark. Doors open at seven.'
const PIECE_MS = 45
const FULL_FOR_MS = 23 * 60_000

export function readCaptions(asked: string | null): DemoCaptions {
  return asked === 'off' || asked === 'breaks' || asked === 'full' ? asked : 'on'
}

export function demoCaptions(how: DemoCaptions): Captions {
  return {
    writer: async () => (how === 'off' ? null : { title: 'The demo' }),
    suggest(_, on) {
      const pieces = WORDS.match(/\S+\s*/g) ?? []
      let next = 0
      const timer = setInterval(() => {
        const piece = pieces[next++]
        if (how === 'full') end(() => on.failed(new Refusal('RATE_LIMITED', { retryAfterMs: FULL_FOR_MS })))
        else if (how === 'breaks' && next > pieces.length / 2)
          end(() => on.failed(new Refusal('CAPTION_BROKEN')))
        else if (piece === undefined) end(on.whole)
        else on.text(piece)
      }, PIECE_MS)
      const end = (tell: () => void) => {
        clearInterval(timer)
        tell()
      }
      return () => clearInterval(timer)
    },
  }
}
