/** Who is signed in on this device: unknown until storage has been read, then signed out or signed in. */
import { cell } from './observable.ts'
import { reasonOf } from './refused.ts'
import type { Storage } from './storage/port.ts'
import type { TokenPair, Tokens } from './tokens.ts'
import type { Session, SessionState } from './types.ts'

type SignedIn = Extract<SessionState, { status: 'signedIn' }>
type Credentials = { email: string; password: string }

/** Who was signed in when the device was last used, so that one sees one's conversations without a network. */
const WHO = 'who'

/** The calls of `auth` that a session makes. */
export interface AuthCalls {
  signUp(input: Credentials & { name: string }): Promise<AuthAnswer>
  signIn(input: Credentials): Promise<AuthAnswer>
  signOut(refreshToken: string | null): Promise<unknown>
  me(): Promise<Pick<AuthAnswer, 'user' | 'organisation'>>
}

export interface AuthAnswer extends TokenPair {
  readonly user: SignedIn['user']
  readonly organisation: { readonly id: string }
}

export interface SessionOptions {
  readonly storage: Storage
  readonly tokens: Tokens
  readonly calls: AuthCalls
  readonly cookies: boolean
  /** The organisation to act in; null: the one the server names. */
  readonly organisationId: string | null
}

export interface OwnedSession extends Session {
  /** Reads what is stored; resolves when the status is known. */
  start(): Promise<void>
  /** The server ended it. What is stored for the person stays: unsent words survive a sign-in. */
  end(): void
}

export function makeSession(options: SessionOptions): OwnedSession {
  const { storage, tokens, calls } = options
  const state = cell<SessionState>({ status: 'unknown' })

  async function enter(answer: Pick<AuthAnswer, 'user' | 'organisation'>): Promise<void> {
    const { id, email, name } = answer.user
    const organisationId = options.organisationId ?? answer.organisation.id
    const signedIn: SignedIn = { status: 'signedIn', user: { id, email, name }, organisationId }
    await storage.put({ [WHO]: signedIn })
    state.set(signedIn)
  }

  async function admit(answer: AuthAnswer): Promise<void> {
    await tokens.keep(answer)
    await enter(answer)
  }

  /** A cookie may be there although storage knows nobody: only the server can tell. */
  async function ask(): Promise<void> {
    try {
      await enter(await calls.me())
    } catch (error) {
      if (reasonOf(error) !== 'TOKEN_EXPIRED') return state.set({ status: 'signedOut' })
      tokens.expire()
      try {
        await tokens.access()
        await enter(await calls.me())
      } catch {
        state.set({ status: 'signedOut' })
      }
    }
  }

  async function end(): Promise<void> {
    const before = state.get()
    state.set({ status: 'signedOut' })
    const stored = (await storage.get(WHO).catch(() => undefined)) as SignedIn | undefined
    const me = before.status === 'signedIn' ? before.user.id : null
    // Nobody stored: this person has signed out on this device, here or in another tab. Then nothing of theirs may
    // stay, whichever tab wrote last. Somebody else stored: another tab has gone on, and this is not ours to undo.
    if (stored === undefined && me !== null) await storage.wipe(`${me}/`)
    if (stored !== undefined && stored.user.id !== me) return
    await storage.remove([WHO])
    await tokens.forget()
  }

  return {
    get: state.get,
    subscribe: state.subscribe,
    async start() {
      const stored = (await storage.get(WHO).catch(() => undefined)) as SignedIn | undefined
      if (state.get().status !== 'unknown') return
      if (stored !== undefined) {
        const organisationId = options.organisationId ?? stored.organisationId
        return state.set({ ...stored, organisationId })
      }
      if (options.cookies) await ask()
      else state.set({ status: 'signedOut' })
    },
    signUp: async (input) => admit(await calls.signUp(input)),
    signIn: async (input) => admit(await calls.signIn(input)),
    async signOut() {
      const refreshToken = await tokens.refreshToken()
      await storage.remove([WHO])
      // Without a network the server learns nothing; on this device everything is forgotten all the same.
      await calls.signOut(refreshToken).catch(() => {})
      await end()
    },
    end: () => void end().catch(() => {}),
  }
}
