/** `corsHeaders`: lets browsers of the configured origins call us, with cookies, and nobody else's. */
import { isOriginAllowed } from '../cookies.ts'
import type { RequestHead } from './request-head.ts'

const ALLOWED_HEADERS =
  'authorization, content-type, trpc-accept, last-event-id, x-organisation, x-csrf, x-session, x-file-name, x-request-id'
const EXPOSED_HEADERS = 'x-request-id, retry-after'
/** Chromium keeps the answer to a preflight two hours at most. */
const PREFLIGHT_SECONDS = '7200'

/** None for another origin: its browser then keeps the answer from the page. */
export function corsHeaders(origins: readonly string[], { headers }: RequestHead): Record<string, string> {
  const origin = headers.get('origin')
  if (origin === undefined || !isOriginAllowed(origins, origin, headers.get('host'))) return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED_HEADERS,
  }
}

/** What a preflight is told besides. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': ALLOWED_HEADERS,
  'access-control-max-age': PREFLIGHT_SECONDS,
}
