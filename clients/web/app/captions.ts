/** `captionsOf`: suggestions of what a post could say, as the web app takes them from the SDK's typed calls. */
import { Refusal } from '../../../engine/protocol/errors.ts'
import { ENDS_WITH_SOCKET } from '../../sdk/link.ts'
import type { Parley } from '../../sdk/types.ts'

type Calls = Parley['api']['captions']
export type Writer = NonNullable<Awaited<ReturnType<Calls['writer']['query']>>>
export type CaptionWish = Parameters<Calls['suggest']['subscribe']>[0]

export interface CaptionEars {
  /** The next piece of it. */
  text(piece: string): void
  /** That was all. */
  whole(): void
  /** It is not whole, and nothing more comes. */
  failed(error: unknown): void
}

export interface Captions {
  /** Null: nobody writes here, and nothing of it is shown. */
  writer(): Promise<Writer | null>
  /** One suggestion, which is billed: nothing asks for it again by itself. Returns a function that ends it. */
  suggest(wish: CaptionWish, on: CaptionEars): () => void
}

export function captionsOf(captions: Calls): Captions {
  return {
    writer: () => captions.writer.query(),
    suggest(wish, on) {
      let isOver = false
      const end = (tell: () => void) => {
        if (!isOver) tell()
        isOver = true
      }
      const running = captions.suggest.subscribe(wish, {
        context: ENDS_WITH_SOCKET,
        onData: (said) => (said.is === 'whole' ? end(on.whole) : on.text(said.text)),
        onError: (error) => end(() => on.failed(error)),
        // also when the socket is lost, or the person signed out meanwhile
        onComplete: () => end(() => on.failed(new Refusal('CAPTION_BROKEN'))),
      })
      return () => {
        isOver = true
        running.unsubscribe()
      }
    },
  }
}
