/** `ANTHROPIC_VOICE`: how a fake of Anthropic speaks. */
import { RETRY_AFTER_SECONDS, type Voice, type Whole } from '../fake-server.ts'

export const ANTHROPIC_KEY = 'sk-of-ours'

export const ANTHROPIC_VOICE: Voice = {
  path: '/v1/messages',
  fault(headers, { model, stream, max_tokens: tokens, messages, ...others }) {
    if (headers['x-api-key'] !== ANTHROPIC_KEY) return refused(401, 'authentication_error')
    if (model === 'no such model') return refused(404, 'not_found_error')
    const isWhole = stream === true && typeof tokens === 'number' && Array.isArray(messages)
    const isOld = 'temperature' in others || 'top_p' in others || 'top_k' in others
    const hasVersion = headers['anthropic-version'] === '2023-06-01'
    return isWhole && hasVersion && !isOld ? null : refused(400, 'invalid_request_error')
  },
  promptIn: ({ system, messages }) => `${system}\n${(messages as { content: string }[])[0]?.content}`,
  opening: () => [
    { type: 'message_start', message: { role: 'assistant', content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'well …' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    { type: 'ping' },
  ],
  piece: (text) => ({ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text } }),
  closing: (how) => [
    { type: 'content_block_stop', index: 1 },
    { type: 'message_delta', delta: { stop_reason: STOPPED[how] }, usage: { output_tokens: 12 } },
    { type: 'message_stop' },
  ],
  trouble: () => ({ type: 'error', error: { type: 'api_error', message: 'Internal server error' } }),
  whole(mood) {
    const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) }
    if (mood === 'throttles') return { ...refused(429, 'rate_limit_error'), headers }
    if (mood === 'overloads') return { ...refused(529, 'overloaded_error'), headers }
    return refused(400, 'invalid_request_error')
  },
}

const STOPPED = { good: 'end_turn', refuses: 'refusal', truncates: 'max_tokens' } as const

function refused(status: number, type: string): Whole {
  return { status, body: { type: 'error', error: { type, message: `no: ${type}` }, request_id: 'req_1' } }
}
