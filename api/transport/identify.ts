/** `identify`: asks once who a request or a socket speaks for, and keeps a refusal instead of throwing it. */
import { Refusal } from '../../engine/protocol/errors.ts'
import type { Authenticate, Session } from '../context.ts'

export interface Identity {
  readonly session: Session | null
  /** Why there is none although credentials came. */
  readonly fault: Refusal | null
}

export interface Brought {
  readonly headers: ReadonlyMap<string, string>
  readonly cookies: Readonly<Record<string, string | undefined>>
  readonly params: Readonly<Record<string, string | undefined>>
}

const BEARER = /^Bearer +(\S+)$/i

/** Rejects only when the question could not be answered, as when the database is away. */
export async function identify(
  authenticate: Authenticate,
  { headers, cookies, params }: Brought,
): Promise<Identity> {
  const bearer = BEARER.exec(headers.get('authorization') ?? '')?.[1]
  try {
    const session = await authenticate({
      token: params.token || bearer || null,
      cookies,
      organisationId: params.organisationId || headers.get('x-organisation') || null,
    })
    return { session, fault: null }
  } catch (error) {
    if (error instanceof Refusal) return { session: null, fault: error }
    throw error
  }
}
