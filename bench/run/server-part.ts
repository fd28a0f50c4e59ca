/** `serverPart`: `api/main.ts` as operators start it. */
import { makePart, type Part } from './part.ts'

const READY_MS_MAX = 60_000

export interface ServerPlan {
  readonly name: string
  /** On the loopback; it stays the same when the server is started again. */
  readonly port: number
  /** All that it is told but where to listen. */
  readonly env: Readonly<Record<string, string>>
  readonly logFile: string
}

export interface ServerPart extends Part {
  /** `http://127.0.0.1:port` */
  readonly url: string
  readonly port: number
  /** Whether it takes calls now. */
  isReady(): Promise<boolean>
}

/** Nothing runs before `start`. */
export function serverPart({ name, port, env, logFile }: ServerPlan): ServerPart {
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    )
  const part = makePart({
    name,
    command: process.execPath,
    args: ['api/main.ts'],
    env: { HOST: '127.0.0.1', PORT: String(port), ...env },
    logFile,
    readyMsMax: READY_MS_MAX,
    isReady,
  })
  return Object.assign(part, { url, port, isReady })
}
