/** `answered`: an outcome together with what proves it, as every adapter hands it back. */
import type { Answered, Quota } from './contract.ts'
import { type Call, evidenceOf, type Reply } from './http.ts'

/** What an adapter makes of one visit. */
export type Verdict = Answered['outcome']
/** A reply that came whole. */
export type WholeReply = Extract<Reply, { is: 'answered' }>

export function answered(
  outcome: Verdict,
  asked: Call,
  reply: Reply,
  proof: string,
  quota: Quota | null = null,
): Answered {
  return { outcome, evidence: evidenceOf(asked, reply, proof), quota }
}

/** The network was not asked. */
export function unasked(outcome: Verdict, proof: string): Answered {
  return { outcome, evidence: { request: null, response: null, status: null, proof }, quota: null }
}

/** ISO 8601 in UTC, `ms` after `nowMs`. */
export function later(nowMs: number, ms: number): string {
  return new Date(nowMs + ms).toISOString()
}

/** A string that somebody else's JSON may hold; empty when it does not. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** A field of somebody else's JSON; undefined when there is none. */
export function fieldOf(json: unknown, ...path: readonly string[]): unknown {
  let value = json
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}

/** A list of somebody else's JSON; empty when there is none. */
export function listOf(json: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = fieldOf(json, ...path)
  return Array.isArray(value) ? value : []
}
