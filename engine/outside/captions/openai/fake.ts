/** `OPENAI_VOICE`: how a fake of OpenAI speaks. */
import { RETRY_AFTER_SECONDS, type Voice, type Whole } from '../fake-server.ts'

export const OPENAI_KEY = 'sk-of-ours'

export const OPENAI_VOICE: Voice = {
  path: '/v1/responses',
  fault(headers, { model, stream, input }) {
    if (headers.authorization !== `Bearer ${OPENAI_KEY}`) return refused(401, 'invalid_api_key')
    if (model === 'no such model') return refused(404, 'model_not_found')
    return stream === true && typeof input === 'string' ? null : refused(400, 'invalid_request')
  },
  promptIn: ({ instructions, input }) => `${instructions}\n${input}`,
  opening: () => [
    { type: 'response.created', response: { status: 'in_progress' } },
    { type: 'response.in_progress', response: { status: 'in_progress' } },
    { type: 'response.output_item.added', output_index: 0 },
    { type: 'response.content_part.added', output_index: 0, content_index: 0 },
  ],
  piece: (delta) => ({ type: 'response.output_text.delta', delta, output_index: 0, content_index: 0 }),
  closing(how) {
    const incomplete = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    if (how === 'truncates') return [{ type: 'response.incomplete', response: incomplete }]
    const refusal = { type: 'response.refusal.delta', delta: 'I cannot help with that.' }
    const completed = { type: 'response.completed', response: { status: 'completed' } }
    return how === 'refuses' ? [refusal, completed] : [completed]
  },
  trouble: () => ({ type: 'error', code: 'server_error', message: 'The server had an error.' }),
  whole(mood) {
    const headers = { 'retry-after': String(RETRY_AFTER_SECONDS) }
    if (mood === 'throttles') return { ...refused(429, 'rate_limit_exceeded'), headers }
    if (mood === 'overloads') return { ...refused(503, 'server_overloaded'), headers }
    return refused(400, 'invalid_prompt')
  },
}

export function refused(status: number, code: string): Whole {
  return {
    status,
    body: { error: { message: `no: ${code}`, type: 'invalid_request_error', param: null, code } },
  }
}
