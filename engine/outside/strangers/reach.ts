/** `reach`: an address that a stranger gave us, looked up and checked: it must not lead into our own network. */
import { lookup as lookUp } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { isPublic } from './addresses.ts'

export interface ReachOptions {
  /** Also private addresses, and without TLS. */
  readonly allowPrivate: boolean
  /** Instead of the system's resolver. */
  readonly resolve?: (host: string) => Promise<readonly ResolvedAddress[]>
}

export interface ResolvedAddress {
  readonly address: string
  readonly family: number
}

/** `lookup` leads to the very address that was checked: asked again, the name might answer otherwise. */
export type Reached =
  | { readonly url: URL; readonly lookup: LookupFunction }
  /** Why it is never asked, in words for a person. */
  | { readonly trouble: string }

/** Never rejects. */
export async function reach(address: string, options: ReachOptions): Promise<Reached> {
  const url = URL.canParse(address) ? new URL(address) : null
  const fault = url === null ? 'this is no address' : faultOf(url, options)
  if (url === null || fault !== null) return { trouble: fault ?? '' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = await (options.resolve ?? resolveAll)(host).catch(() => [])
  const [first] = found
  if (first === undefined) return { trouble: `the name ${host} could not be resolved` }
  // one closed address among others is how a name is pointed inside between two looks
  if (!options.allowPrivate && !found.every((one) => isPublic(one.address))) {
    return { trouble: `${host} is an address of a private network` }
  }
  return { url, lookup: pinnedTo(first) }
}

/** Why this address is never asked; null when it may be. */
export function faultOf(url: URL, { allowPrivate }: Pick<ReachOptions, 'allowPrivate'>): string | null {
  if (url.username !== '' || url.password !== '') return 'an address with a password in it'
  if (url.protocol === 'https:' || (allowPrivate && url.protocol === 'http:')) return null
  return 'an address must begin with https://'
}

/** What became of asking it, in words for a person. */
export function lostWords(error: Error, signal: AbortSignal, timeoutMs: number): string {
  if (signal.aborted) return `no answer within ${timeoutMs / 1_000} s`
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? error.message : `the connection failed (${code})`
}

function resolveAll(host: string): Promise<ResolvedAddress[]> {
  return lookUp(host, { all: true, order: 'verbatim' })
}

function pinnedTo(checked: ResolvedAddress): LookupFunction {
  return (_host, { all }, answer) => {
    if (all) answer(null, [checked])
    else answer(null, checked.address, checked.family)
  }
}
