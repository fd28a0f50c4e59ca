/** `ask`: one call in somebody's name, and `answer`: what is told of it. */
import { answered, type Verdict } from '../answer.ts'
import type { Answered, Credential } from '../contract.ts'
import { type Call, call, type Reply } from '../http.ts'
import { type Doing, quotaOf, troubleOf } from './answers.ts'
import type { YouTubeParts } from './settings.ts'

export interface Wish extends Pick<Call, 'url'> {
  readonly method: Call['method']
  readonly headers?: Call['headers']
  readonly body?: Uint8Array
  /** Sent as JSON, in the place of `body`. */
  readonly json?: unknown
  readonly timeoutMs?: number
}

/** A call with its reply; `trouble` is null when it succeeded. */
export interface Heard {
  readonly asked: Call
  readonly reply: Reply
  readonly trouble: Verdict | null
  /** Null when it is no JSON, or when there is no answer. */
  readonly json: unknown
}

export async function ask(
  parts: YouTubeParts,
  { accessToken }: Pick<Credential, 'accessToken'>,
  doing: Doing,
  { json, headers, body, timeoutMs = parts.settings.timeoutMs, ...wish }: Wish,
): Promise<Heard> {
  const asked: Call = {
    ...wish,
    headers: {
      authorization: `Bearer ${accessToken}`,
      ...(json !== undefined && { 'content-type': 'application/json; charset=UTF-8' }),
      ...headers,
    },
    body: json === undefined ? body : JSON.stringify(json),
    timeoutMs,
  }
  const reply = await call(asked)
  const trouble = troubleOf(parts, reply, doing)
  return { asked, reply, trouble, json: reply.is === 'answered' ? reply.json : null }
}

/** What a visit ends with: `outcome`, proved by the last thing that was heard. */
export function answer({ asked, reply }: Heard, outcome: Verdict, proof: string): Answered {
  return answered(outcome, asked, reply, proof, quotaOf(outcome))
}
