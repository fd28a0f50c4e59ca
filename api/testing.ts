/**
 * `withParley`: a node on a real database for tests of procedures, and people who call them. With PARLEY_WORLD=cluster
 * there are three nodes, and each call goes to another of them.
 */
import { TRPCError } from '@trpc/server'
import { type Config, readConfig } from '../engine/host/config.ts'
import { must } from '../engine/kernel/assert.ts'
import type { ParleyNode } from '../engine/node.ts'
import { type Reason, Refusal } from '../engine/protocol/errors.ts'
import { Membership } from '../engine/store/entities/membership.ts'
import { Organisation } from '../engine/store/entities/organisation.ts'
import { withDatabase } from '../engine/store/testing.ts'
import { inTurn, startWorld } from '../engine/testing/world.ts'
import { accountsOf } from './auth/accounts.ts'
import { makeAuthenticate } from './auth/session.ts'
import type { Credentials, Ctx } from './context.ts'
import { appRouter } from './router.ts'
import { makeTopics } from './transport/topics.ts'
import { explain } from './trpc.ts'

export type Caller = ReturnType<typeof appRouter.createCaller>

/** What a call brings, as the transport would hand it over. */
export interface Call {
  readonly token?: string
  readonly organisationId?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: Readonly<Record<string, string>>
  readonly address?: string
  readonly transport?: Ctx['transport']
}

export interface Someone {
  readonly id: string
  readonly email: string
  readonly accessToken: string
  readonly refreshToken: string
  /** Calls as this person in their home organisation. */
  readonly call: Caller
}

export interface Parley {
  readonly node: ParleyNode
  /** Sessions whose sockets were closed, in order. */
  readonly closedSessions: readonly string[]
  /** Set-Cookie lines of all calls, in order. */
  readonly setCookies: readonly string[]
  /** A caller that brings `call`. Signs in as the transport does: refusals are kept for the procedure. */
  as(call?: Call): Promise<Caller>
  /** Signs somebody up under a fresh address. */
  someone(name: string): Promise<Someone>
  /** Another organisation with these people in it; answers with its id. */
  organisation(name: string, people: readonly Someone[]): Promise<string>
  stop(): Promise<void>
}

export const PASSWORD = 'a good password'

export async function withParley(overrides: Partial<Config> = {}): Promise<Parley> {
  const database = await withDatabase()
  const config = { ...readConfig({ LOG_LEVEL: 'silent' }), databaseUrl: database.url, ...overrides }
  const world = await startWorld(config)
  const seats = world.nodes.map(takeSeat)
  const [{ node }] = seats as [Seat]
  const closedSessions: string[] = []
  const setCookies: string[] = []

  async function as(call: Call = {}): Promise<Caller> {
    const shared = {
      address: call.address ?? '192.0.2.1',
      signal: new AbortController().signal,
      transport: call.transport ?? 'http',
      cookies: call.cookies ?? {},
      header: (name: string) => call.headers?.[name],
      setCookie: (line: string) => void setCookies.push(line),
      sockets: { closeSession: (sessionId: string) => void closedSessions.push(sessionId) },
    }
    const at = async ({ node, authenticate, topics }: Seat): Promise<Caller> => {
      const { session, fault } = await standing(authenticate, {
        token: call.token ?? null,
        cookies: call.cookies ?? {},
        organisationId: call.organisationId ?? null,
      })
      return appRouter.createCaller({
        ...shared,
        node,
        session,
        fault,
        requestId: node.newId(),
        live: topics,
      })
    }
    // a socket stays where it is
    if (call.transport === 'ws' || seats.length === 1) return at(seats[0] as Seat)
    return wandering(await Promise.all(seats.map(at)))
  }

  return {
    node,
    closedSessions,
    setCookies,
    as,
    async someone(name) {
      const email = `${name.toLowerCase().replace(/\W+/g, '.')}.${node.newId().slice(-12)}@example.org`
      const signedIn = await (await as()).auth.signUp({ email, password: PASSWORD, name })
      const { accessToken, refreshToken } = signedIn
      return {
        id: signedIn.user.id,
        email,
        accessToken,
        refreshToken,
        call: await as({ token: accessToken }),
      }
    },
    async organisation(name, people) {
      const id = node.newId()
      const em = node.store.em()
      await em.insert(Organisation, { id, name })
      for (const { id: userId } of people) await em.insert(Membership, { organisationId: id, userId })
      return id
    },
    async stop() {
      for (const seat of seats) seat.detach()
      await Promise.all(world.nodes.map((one) => accountsOf(one).passwords.close()))
      await world.stop()
      await database.stop()
    },
  }
}

/** A node and what its door needs. */
interface Seat {
  readonly node: ParleyNode
  readonly authenticate: ReturnType<typeof makeAuthenticate>
  readonly topics: Ctx['live']
  readonly detach: () => void
}

function takeSeat(node: ParleyNode): Seat {
  const topics = makeTopics({ ...node, epoch: node.store.epoch, publish: () => {}, delivered: () => {} })
  return { node, authenticate: makeAuthenticate(node), topics, detach: node.attach(topics) }
}

/** A caller whose every call goes to the next of `callers`, as requests through a balancer do. */
function wandering(callers: readonly Caller[]): Caller {
  const next = inTurn(callers)
  const part = (name: string) =>
    new Proxy({} as Record<string, unknown>, {
      get: (_, procedure: string) => (input: unknown) => {
        const found = (next() as unknown as Record<string, Record<string, (input: unknown) => unknown>>)[name]
        return must(found?.[procedure], `${name}.${procedure}`)(input)
      },
    })
  return new Proxy({} as Caller, { get: (_, name: string) => (name === 'then' ? undefined : part(name)) })
}

/** Why a call was refused. Fails when it was not. */
export async function refusal(call: Promise<unknown>): Promise<Reason> {
  return (await refusalDetail(call)).reason
}

export async function refusalDetail(call: Promise<unknown>): Promise<ReturnType<typeof explain>> {
  const error = await call.then(
    (answer) => new Error(`answered ${JSON.stringify(answer)} where a refusal was due`),
    (thrown: unknown) => thrown,
  )
  if (error instanceof TRPCError) return explain(error)
  // a feed breaks with the refusal itself
  if (error instanceof Refusal) {
    const { reason, message, retryAfterMs } = error
    return { reason, message, retryAfterMs }
  }
  throw error
}

/** The cookies a browser would hold after these Set-Cookie lines. */
export function jar(lines: readonly string[]): Record<string, string> {
  const cookies: Record<string, string> = {}
  for (const line of lines) {
    const [name, value] = must(line.split(';')[0], 'a cookie line').split('=') as [string, string]
    cookies[name] = value
  }
  return cookies
}

async function standing(authenticate: ReturnType<typeof makeAuthenticate>, credentials: Credentials) {
  try {
    return { session: await authenticate(credentials), fault: null }
  } catch (error) {
    if (error instanceof Refusal) return { session: null, fault: error }
    throw error
  }
}
