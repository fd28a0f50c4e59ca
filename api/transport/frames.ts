/** The text frames of tRPC over a WebSocket: reading what a client sends, and writing what it gets. */
import type { TRPCProcedureType } from '@trpc/server'
import { refuse } from '../../engine/protocol/errors.ts'
import type { FeedPlan, Piece } from '../live.ts'

/** tRPC's own ids are numbers; our SDK uses strings. */
export type RequestId = string | number

export type Frame =
  | { readonly method: 'subscription.stop'; readonly id: RequestId }
  | {
      readonly method: TRPCProcedureType
      readonly id: RequestId
      readonly path: string
      readonly input: unknown
    }

const ID_CHARS_MAX = 64
const METHODS: ReadonlySet<unknown> = new Set(['query', 'mutation', 'subscription'])

/** Reads one message: a frame or an array of them. Throws MALFORMED_MESSAGE unless all of it is well formed. */
export function decode(text: string): Frame[] {
  const message = parse(text)
  return Array.isArray(message) ? message.map(decodeOne) : [decodeOne(message)]
}

function decodeOne(message: unknown): Frame {
  const { id, method, params } = recordOr(message, 'A message is an object.')
  if (typeof id !== 'number' && (typeof id !== 'string' || id.length > ID_CHARS_MAX)) {
    malformed(`An id is a number, or a string of at most ${ID_CHARS_MAX} characters.`)
  }
  if (method === 'subscription.stop') return { method, id }
  if (!METHODS.has(method)) malformed('A method is query, mutation, subscription or subscription.stop.')
  const { path, input, lastEventId } = recordOr(params, 'params is an object.')
  if (typeof path !== 'string') malformed('path is a string.')
  if (lastEventId !== undefined && typeof lastEventId !== 'string') malformed('lastEventId is a string.')
  return { method: method as TRPCProcedureType, id, path, input: withLastEventId(input, lastEventId) }
}

/** tRPC's rule: the position a client resumes from becomes a field of its input. */
function withLastEventId(input: unknown, lastEventId: string | undefined): unknown {
  if (lastEventId === undefined) return input
  if (input === undefined || input === null) return { lastEventId }
  return isRecord(input) ? { ...input, lastEventId } : input
}

/** Reads the first message of a socket that announced connectionParams. Strings by name; none when null. */
export function decodeHello(text: string): Readonly<Record<string, string | undefined>> {
  const { method, data } = recordOr(parse(text), 'The first message is the connectionParams.')
  if (method !== 'connectionParams') malformed('The first message is the connectionParams.')
  if (data === null || data === undefined) return {}
  const params = Object.entries(recordOr(data, 'connectionParams are an object of strings.'))
  if (params.some(([, value]) => typeof value !== 'string')) malformed('connectionParams are strings.')
  return Object.fromEntries(params) as Record<string, string>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    malformed('The message is not JSON.')
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function recordOr(value: unknown, complaint: string): Record<string, unknown> {
  return isRecord(value) ? value : malformed(complaint)
}

function malformed(message: string): never {
  refuse('MALFORMED_MESSAGE', { message })
}

/** The part of a live frame that differs between subscribers. `key` is the JSON of their request id. */
export function frameHead(key: string): string {
  return `{"id":${key},"result":`
}

/** The part of a live frame that all subscribers of a shape share: what tRPC sends for `tracked`, or for a value. */
export function frameTail(shape: FeedPlan['shape'], roomId: string, { position, json }: Piece): string {
  return shape === 'room'
    ? `{"type":"data","id":"${position}","data":{"id":"${position}","data":${json}}}}`
    : `{"type":"data","data":{"roomId":${JSON.stringify(roomId)},"position":"${position}","events":${json}}}}`
}

/** The answer to a query or a mutation; what has no JSON (undefined) is left out, as tRPC does. */
export function answerFrame(key: string, data: unknown): string {
  const json = JSON.stringify(data)
  return json === undefined
    ? `{"id":${key},"result":{"type":"data"}}`
    : `{"id":${key},"result":{"type":"data","data":${json}}}`
}

/** The answer to what failed. */
export function errorFrame(key: string, shape: object): string {
  return `{"id":${key},"error":${JSON.stringify(shape)}}`
}

export const RECONNECT_FRAME = '{"id":null,"method":"reconnect"}'
