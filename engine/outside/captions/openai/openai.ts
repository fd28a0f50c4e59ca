/** `makeOpenAi`: captions by the Responses API. */
import { type CaptionParts, captionsBy } from '../captions-by.ts'
import type { CaptionFailure, Captions } from '../contract.ts'
import type { Prompt } from '../prompt.ts'
import type { ServerEvent } from '../server-events.ts'
import { type Dialect, jsonOf, type NoStream, retryAtOf, type Said } from '../streamed.ts'
import type { OpenAiSettings } from './settings.ts'

type OpenAiParts = CaptionParts<OpenAiSettings>

export function makeOpenAi(parts: OpenAiParts): Captions {
  return captionsBy('OpenAI', parts, dialectOf)
}

function dialectOf(parts: OpenAiParts, { instructions, input }: Prompt): Dialect {
  const { apiUrl, apiKey, organisation, project, model, outputTokensMax } = parts.settings
  let refusal = ''
  return {
    url: `${apiUrl}/v1/responses`,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(organisation !== null && { 'openai-organization': organisation }),
      ...(project !== null && { 'openai-project': project }),
    },
    // no temperature: models that reason may refuse it
    body: { model, instructions, input, max_output_tokens: outputTokensMax, store: false, stream: true },
    read(event) {
      const said = saidOf(parts, event)
      if (said.is === 'refusing') refusal += said.words
      if (said.is === 'refusing') return { is: 'nothing' }
      return said.is === 'end' && refusal !== '' ? failedBy({ is: 'refused', message: refusal }) : said
    },
    failureOf: (answer) => failureOf(parts, answer),
  }
}

function saidOf(
  parts: OpenAiParts,
  { event, data }: ServerEvent,
): Said | { readonly is: 'refusing'; readonly words: string } {
  const { delta, response, code, message } = (jsonOf(data) ?? {}) as {
    delta?: unknown
    response?: { error?: { code?: unknown }; incomplete_details?: { reason?: unknown } }
    code?: unknown
    message?: unknown
  }
  switch (event) {
    case 'response.output_text.delta':
      return { is: 'text', text: String(delta ?? '') }
    case 'response.refusal.delta':
      return { is: 'refusing', words: String(delta ?? '') }
    case 'response.completed':
      return { is: 'end' }
    case 'response.incomplete': {
      const isFiltered = response?.incomplete_details?.reason === 'content_filter'
      return failedBy(isFiltered ? { is: 'refused', message: null } : { is: 'truncated' })
    }
    case 'response.failed':
      return failedBy(midway(parts, response?.error?.code))
    case 'error':
      return failedBy(midway(parts, code ?? message))
    default:
      return { is: 'nothing' }
  }
}

function midway({ settings, clock }: OpenAiParts, code: unknown): CaptionFailure {
  if (code !== 'rate_limit_exceeded') return { is: 'broken', why: String(code ?? 'response.failed') }
  return { is: 'throttled', retryAt: new Date(clock.now() + settings.patienceMs).toISOString() }
}

/** Codes of 429 that no waiting mends. */
const OUT_OF_MONEY = new Set(['insufficient_quota', 'billing_hard_limit_reached'])

function failureOf({ settings, clock }: OpenAiParts, answer: NoStream): CaptionFailure {
  const { status, json } = answer
  const { error } = (json ?? {}) as { error?: { code?: unknown; type?: unknown; message?: unknown } }
  const code = String(error?.code ?? error?.type ?? status)
  const retryAt = retryAtOf(answer, clock.now())
  if (OUT_OF_MONEY.has(code) || status === 401 || status === 403 || status === 404) {
    return { is: 'configDead', code }
  }
  if (status === 429 || (status >= 500 && retryAt !== null)) {
    return { is: 'throttled', retryAt: retryAt ?? new Date(clock.now() + settings.patienceMs).toISOString() }
  }
  const isOfTheMoment = status === 408 || status === 409 || status >= 500 || status < 400
  if (isOfTheMoment) return { is: 'broken', why: `HTTP ${status}` }
  return { is: 'rejected', code, message: String(error?.message ?? `HTTP ${status}`) }
}

function failedBy(failure: CaptionFailure): Said {
  return { is: 'failed', failure }
}
