/** `openTinyNetwork`: a network that does nothing but let people in, on a real socket, with tokens that are good once. For tests. */
import { createHash } from 'node:crypto'
import type { Connected, Credential, Platform, Refreshed } from './platforms/contract.ts'
import { type FakeReply, type FakeRequest, startFake } from './platforms/fake-server.ts'
import { call } from './platforms/http.ts'

export interface TinyNetwork {
  /** It plays X. */
  readonly platform: Platform
  /** What it does otherwise than usual, until it is set back. */
  readonly moods: {
    /** Who is signed in there, and the pages that they have. */
    pages: readonly string[]
    /** They say no. */
    denies: boolean
    /** They took their consent back. */
    isRevoked: boolean
    /** Connections end without an answer. */
    isSilent: boolean
    /** A refresh gives no new refresh token, and the old one stays good. */
    keepsRefreshToken: boolean
    /** Answers to refreshes wait for this. */
    waits: Promise<void> | null
  }
  /** How many refreshes it has answered. */
  refreshes(): number
  /** Somebody says yes, or no, at the address: where they are sent back to. */
  visit(authorizeUrl: string): Promise<URL>
  stop(): Promise<void>
}

const LIFE_MS = 2 * 60 * 60_000

interface Grant {
  readonly pages: readonly string[]
}

export async function openTinyNetwork(now: () => number): Promise<TinyNetwork> {
  const moods: TinyNetwork['moods'] = {
    pages: ['page-1'],
    denies: false,
    isRevoked: false,
    isSilent: false,
    keepsRefreshToken: false,
    waits: null,
  }
  const codes = new Map<string, Grant & { readonly challenge: string; readonly redirectUri: string }>()
  const refreshTokens = new Set<string>()
  let made = 0
  let refreshes = 0
  const fresh = (what: string) => `${what}-${++made}`

  function authorize({ query }: FakeRequest): FakeReply {
    const back = new URL(query.get('redirect_uri') ?? '')
    back.searchParams.set('state', query.get('state') ?? '')
    if (moods.denies) back.searchParams.set('error', 'access_denied')
    else {
      const code = fresh('code')
      codes.set(code, {
        pages: moods.pages,
        challenge: query.get('code_challenge') ?? '',
        redirectUri: query.get('redirect_uri') ?? '',
      })
      back.searchParams.set('code', code)
    }
    return { status: 302, headers: { location: back.href } }
  }

  function exchange(form: URLSearchParams): FakeReply {
    const grant = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const verifier = form.get('code_verifier') ?? ''
    const isTheirs =
      grant?.challenge === createHash('sha256').update(verifier).digest('base64url') &&
      grant.redirectUri === form.get('redirect_uri')
    if (!grant || !isTheirs) return { status: 400, body: { error: 'invalid_grant' } }
    return { status: 200, body: grant.pages.map((page) => ({ page, ...tokens() })) }
  }

  async function refresh(form: URLSearchParams): Promise<FakeReply> {
    refreshes++
    await moods.waits
    const token = form.get('refresh_token') ?? ''
    if (moods.isRevoked || !refreshTokens.has(token)) {
      return { status: 400, body: { error: 'invalid_grant' } }
    }
    if (moods.keepsRefreshToken) return { status: 200, body: { ...tokens(), refresh_token: '' } }
    refreshTokens.delete(token)
    return { status: 200, body: tokens() }
  }

  function tokens() {
    const refreshToken = fresh('refresh')
    refreshTokens.add(refreshToken)
    return { access_token: fresh('access'), refresh_token: refreshToken }
  }

  const fake = await startFake({
    isMutation: () => {
      if (moods.isSilent) fake.faults.push('dropBefore')
      return moods.isSilent
    },
    answer(request) {
      if (request.path === '/authorize') return authorize(request)
      const form = new URLSearchParams(request.body.toString())
      return form.has('code') ? exchange(form) : refresh(form)
    },
  })

  const ask = (body: Readonly<Record<string, string>>) =>
    call({
      method: 'POST',
      url: `${fake.url}/token`,
      body: new URLSearchParams(body),
      timeoutMs: 10_000,
    })
  const credentialOf = (accountRef: string, given: Given): Credential => ({
    accountRef,
    accessToken: given.access_token,
    refreshToken: given.refresh_token || null,
    expiresAt: new Date(now() + LIFE_MS).toISOString(),
    scopes: ['read', 'write'],
  })

  return {
    moods,
    refreshes: () => refreshes,
    async visit(authorizeUrl) {
      const { headers } = await fetch(authorizeUrl, { redirect: 'manual' })
      return new URL(headers.get('location') ?? '')
    },
    stop: fake.stop,
    platform: {
      name: 'x',
      authorizeUrl({ redirectUri, state, challenge }) {
        const asked = { redirect_uri: redirectUri, state, code_challenge: challenge }
        return `${fake.url}/authorize?${new URLSearchParams(asked)}`
      },
      async connect({ code, redirectUri, verifier }): Promise<Connected> {
        const reply = await ask({ code, redirect_uri: redirectUri, code_verifier: verifier })
        if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
        if (reply.status !== 200) return { is: 'rejected', code: 'invalid_grant', message: reply.text }
        const accounts = (reply.json as (Given & { page: string })[]).map((given) => ({
          credential: credentialOf(given.page, given),
          name: `Page ${given.page}`,
          handle: given.page,
          pictureUrl: null,
        }))
        return { is: 'ok', accounts }
      },
      async refresh({ accountRef, refreshToken }): Promise<Refreshed> {
        const reply = await ask({ refresh_token: refreshToken ?? '' })
        if (reply.is !== 'answered') return { is: 'failed', why: reply.why }
        if (reply.status !== 200) return { is: 'authDead', code: 'invalid_grant' }
        return { is: 'ok', credential: credentialOf(accountRef, reply.json as Given) }
      },
      evidenceOf: () => 'none',
      rehearse: unasked,
      prepare: unasked,
      publish: unasked,
      reconcile: unasked,
      remove: null,
      measure: unasked,
      measureCostOf: (ids) => ({ calls: ids, milsEach: 0 }),
      costMilsOf: () => 0,
    },
  }
}

interface Given {
  readonly access_token: string
  readonly refresh_token: string
}

async function unasked(): Promise<never> {
  throw new Error('the tiny network publishes nothing')
}
