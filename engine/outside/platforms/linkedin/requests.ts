/** `restCall`: one call of LinkedIn's versioned API, with what every one of them must carry. */
import type { Credential } from '../contract.ts'
import type { Call } from '../http.ts'
import type { LinkedinSettings } from './settings.ts'

/** `path` begins with a slash and has its query already; `body` is sent as JSON. */
export function restCall(
  settings: LinkedinSettings,
  { accessToken }: Pick<Credential, 'accessToken'>,
  method: Call['method'],
  path: string,
  body: unknown = null,
): Call {
  return {
    method,
    url: `${settings.apiUrl}${path}`,
    headers: {
      authorization: `Bearer ${accessToken}`,
      'linkedin-version': settings.version,
      'x-restli-protocol-version': '2.0.0',
      ...(body !== null && { 'content-type': 'application/json' }),
    },
    ...(body !== null && { body: JSON.stringify(body) }),
    timeoutMs: settings.timeoutMs,
  }
}

/** `List(…)` as the protocol writes it: only what is inside is encoded. */
export function restList(values: readonly string[]): string {
  return `List(${values.map(encodeURIComponent).join(',')})`
}
