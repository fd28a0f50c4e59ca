/** `makeLog`: JSON lines by pino, with everything secret blotted out before it is written. */
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'
import type { Config } from './config.ts'

export type { Logger }

/** Keys whose values are never written, on their own or one or two levels down. */
const SECRET_KEYS = [
  'password',
  'passwordHash',
  'token',
  'accessToken',
  'refreshToken',
  'authorization',
  'cookie',
  'set-cookie',
  'privateKey',
  'databaseUrl',
]

const REDACTED_PATHS = SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`])

/** The pool hangs the whole connection on what it throws: 5 kB a line, with the key that cancels its queries. */
function errorLine(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { client, ...said } = stdSerializers.err(error) as object as Record<string, unknown>
  return said
}

/** A logger. Children carry `room`, `seq` and `requestId`. Writes to standard output unless told otherwise. */
export function makeLog(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: errorLine },
    redact: { paths: REDACTED_PATHS, censor: '[secret]' },
  }
  return destination ? pino(options, destination) : pino(options)
}
