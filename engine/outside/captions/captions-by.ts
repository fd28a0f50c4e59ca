/** `captionsBy`: somebody who writes captions, of how one speaks with them. */
import type { Clock } from '../../kernel/clock.ts'
import type { Captions } from './contract.ts'
import { type Prompt, promptOf } from './prompt.ts'
import { type Dialect, streamed } from './streamed.ts'

/** What an adapter works with. */
export interface CaptionParts<Settings> {
  readonly settings: Settings
  readonly clock: Pick<Clock, 'now' | 'after'>
}

/** `dialectOf` is asked anew for each call. */
export function captionsBy<Parts extends CaptionParts<{ readonly silenceMs: number }>>(
  title: string,
  parts: Parts,
  dialectOf: (parts: Parts, prompt: Prompt) => Dialect,
): Captions {
  const { clock, settings } = parts
  return {
    title,
    suggest: (asked) =>
      streamed(dialectOf(parts, promptOf(asked)), {
        clock,
        silenceMs: settings.silenceMs,
        signal: asked.signal,
      }),
  }
}
