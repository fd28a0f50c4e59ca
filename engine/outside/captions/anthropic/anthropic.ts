/** `makeAnthropic`: captions by the Messages API. */
import { type CaptionParts, captionsBy } from '../captions-by.ts'
import type { CaptionFailure, Captions } from '../contract.ts'
import type { Prompt } from '../prompt.ts'
import type { ServerEvent } from '../server-events.ts'
import { type Dialect, jsonOf, type NoStream, retryAtOf, type Said } from '../streamed.ts'
import type { AnthropicSettings } from './settings.ts'

type AnthropicParts = CaptionParts<AnthropicSettings>

export function makeAnthropic(parts: AnthropicParts): Captions {
  return captionsBy('Anthropic', parts, dialectOf)
}

function dialectOf(parts: AnthropicParts, { instructions, input }: Prompt): Dialect {
  const { apiUrl, apiKey, version, model, outputTokensMax } = parts.settings
  return {
    url: `${apiUrl}/v1/messages`,
    headers: { 'x-api-key': apiKey, 'anthropic-version': version },
    // no temperature: models refuse what differs from their own
    body: {
      model,
      max_tokens: outputTokensMax,
      system: instructions,
      messages: [{ role: 'user', content: input }],
      stream: true,
    },
    read: (event) => saidOf(parts, event),
    failureOf: (answer) => failureOf(parts, answer),
  }
}

function saidOf(parts: AnthropicParts, { event, data }: ServerEvent): Said {
  const { delta, error } = (jsonOf(data) ?? {}) as {
    delta?: { type?: unknown; text?: unknown; stop_reason?: unknown }
    error?: { type?: unknown }
  }
  switch (event) {
    case 'content_block_delta':
      // it may think aloud too
      return delta?.type === 'text_delta' ? { is: 'text', text: String(delta.text) } : { is: 'nothing' }
    case 'message_delta':
      return stoppedBy(delta?.stop_reason)
    case 'message_stop':
      return { is: 'end' }
    case 'error':
      return { is: 'failed', failure: midway(parts, String(error?.type)) }
    default:
      return { is: 'nothing' }
  }
}

function stoppedBy(reason: unknown): Said {
  if (reason === 'refusal') return { is: 'failed', failure: { is: 'refused', message: null } }
  const isCut = reason === 'max_tokens' || reason === 'model_context_window_exceeded'
  return isCut ? { is: 'failed', failure: { is: 'truncated' } } : { is: 'nothing' }
}

const BUSY = new Set(['overloaded_error', 'rate_limit_error'])

function midway({ settings, clock }: AnthropicParts, type: string): CaptionFailure {
  if (!BUSY.has(type)) return { is: 'broken', why: type }
  return { is: 'throttled', retryAt: new Date(clock.now() + settings.patienceMs).toISOString() }
}

/** What an operator must mend: key, money, rights, model. */
const DEAD = new Set(['authentication_error', 'billing_error', 'permission_error', 'not_found_error'])

function failureOf({ settings, clock }: AnthropicParts, answer: NoStream): CaptionFailure {
  const { status, json } = answer
  const { error } = (json ?? {}) as { error?: { type?: unknown; message?: unknown } }
  const type = String(error?.type ?? status)
  if (DEAD.has(type) || status === 401 || status === 403) return { is: 'configDead', code: type }
  if (status === 429 || status === 529 || BUSY.has(type)) {
    const retryAt =
      retryAtOf(answer, clock.now()) ?? new Date(clock.now() + settings.patienceMs).toISOString()
    return { is: 'throttled', retryAt }
  }
  if (status >= 500 || status === 408 || status === 409 || status < 400) {
    return { is: 'broken', why: `HTTP ${status}` }
  }
  return { is: 'rejected', code: type, message: String(error?.message ?? `HTTP ${status}`) }
}
