/** `graphError` and other words of a Graph host, which the fakes of Meta's networks share. */
import type { FakeReply, FakeRequest } from '../fake-server.ts'

export interface FakeError {
  readonly subcode?: number
  readonly isTransient?: boolean
  readonly userMessage?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function graphError(status: number, code: number, message: string, more: FakeError = {}): FakeReply {
  const { subcode, isTransient, userMessage, headers = {} } = more
  const error = {
    message,
    type: code === 190 ? 'OAuthException' : 'GraphMethodException',
    code,
    ...(subcode !== undefined && { error_subcode: subcode }),
    ...(isTransient !== undefined && { is_transient: isTransient }),
    ...(userMessage !== undefined && { error_user_msg: userMessage }),
    fbtrace_id: 'AfakeTrace',
  }
  return { status, headers, body: { error } }
}

export function notThere(id: string): FakeReply {
  const message = `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`
  return graphError(400, 100, message, { subcode: 33 })
}

/** Of the address and of a form in the body: the Graph takes them from either. */
export function paramsOf({ query, headers, body }: FakeRequest): URLSearchParams {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false
  return new URLSearchParams([...query, ...new URLSearchParams(isForm ? body.toString() : '')])
}

/** A body of several parts, with files. */
export async function formOf({ headers, body }: FakeRequest): Promise<FormData> {
  const type = headers['content-type'] ?? ''
  const bytes = new Uint8Array(body)
  return new Response(bytes, { headers: { 'content-type': type } }).formData()
}

/** `/v26.0/me` and `/me` are the same to it. */
export function partsOf(path: string): string[] {
  const [first, ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent)
  if (first === undefined) return []
  return /^v\d+\.\d+$/.test(first) ? rest : [first, ...rest]
}

/** As the Graph writes times: whole seconds, and a zone without a colon. */
export function graphTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+0000')
}

/** What is used of the limits, in hundredths. */
export function usageHeaders(id: string, percent: number, regainMinutes: number): Record<string, string> {
  const usage = { call_count: percent, total_cputime: 1, total_time: 1 }
  return {
    'x-app-usage': JSON.stringify({ call_count: 1, total_cputime: 0, total_time: 0 }),
    'x-business-use-case-usage': JSON.stringify({
      [id]: [{ type: 'pages', ...usage, estimated_time_to_regain_access: regainMinutes }],
    }),
  }
}

/** One page of a list; the address of the next one holds the token, as theirs does. */
export function pageOf(items: readonly object[], params: URLSearchParams, token: string): object {
  const from = Number(params.get('after') || 0)
  const to = from + Number(params.get('limit') || 25)
  const data = items.slice(from, to)
  if (data.length === 0) return { data }
  const next = `https://graph.example/next?access_token=${token}&after=${to}`
  return {
    data,
    paging: { cursors: { before: String(from), after: String(to) }, ...(to < items.length && { next }) },
  }
}
