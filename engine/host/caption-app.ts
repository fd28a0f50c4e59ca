/** `captionApp`: what the environment says of who writes suggestions for posts. */

export interface CaptionApp {
  readonly from: 'openai' | 'anthropic'
  readonly apiKey: string
  /** An operator's choice: models come and go, and cost differently. */
  readonly model: string
  /** Where a server plays the vendor; null: the vendor itself. */
  readonly apiUrl: string | null
  /** Suggestions that one organisation may ask for in an hour. */
  readonly perHour: number
}

interface Found {
  readonly CAPTIONS_FROM: CaptionApp['from'] | null
  readonly CAPTIONS_API_KEY: string | null
  readonly CAPTIONS_MODEL: string | null
  readonly CAPTIONS_API_URL: string | null
  readonly CAPTIONS_PER_HOUR: number
}

/** Null: nobody writes captions. Throws an Error with a line for what is missing. */
export function captionApp(found: Found): CaptionApp | null {
  const { CAPTIONS_FROM: from, CAPTIONS_API_KEY: apiKey, CAPTIONS_MODEL: model } = found
  if (from === null) return null
  if (apiKey === null) throw new Error('CAPTIONS_API_KEY: who writes captions needs a key of ours')
  if (model === null) throw new Error('CAPTIONS_MODEL: name the model that writes, there is none by default')
  return Object.freeze({
    from,
    apiKey,
    model,
    apiUrl: found.CAPTIONS_API_URL?.replace(/\/+$/, '') ?? null,
    perHour: found.CAPTIONS_PER_HOUR,
  })
}
