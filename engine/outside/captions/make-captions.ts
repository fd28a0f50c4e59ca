/** `makeCaptions`: the one who writes at this installation, whom the operator has named. */
import type { CaptionApp } from '../../host/caption-app.ts'
import type { Clock } from '../../kernel/clock.ts'
import { makeAnthropic } from './anthropic/anthropic.ts'
import { ANTHROPIC_SETTINGS } from './anthropic/settings.ts'
import type { Captions } from './contract.ts'
import { makeOpenAi } from './openai/openai.ts'
import { OPENAI_SETTINGS } from './openai/settings.ts'

export function makeCaptions(app: CaptionApp, clock: Pick<Clock, 'now' | 'after'>): Captions {
  const { from, apiKey, model, apiUrl } = app
  const ours = { apiKey, model, ...(apiUrl !== null && { apiUrl }) }
  if (from === 'openai') return makeOpenAi({ settings: { ...OPENAI_SETTINGS, ...ours }, clock })
  return makeAnthropic({ settings: { ...ANTHROPIC_SETTINGS, ...ours }, clock })
}
