/** `readQuick`: reads the one shape that clients send all day without building the whole of it; null for all others. */

/** One query or mutation. */
export interface Quick {
  /** The JSON of the request id, as it came and as it goes back. */
  readonly key: string
  readonly method: 'query' | 'mutation'
  readonly path: string
  readonly input: unknown
}

const HEAD = /^\{"id":(0|[1-9]\d{0,14}|"[\w.:-]{1,64}"),"method":"(query|mutation)","params":\{/
const PATH_FIRST = /"path":"([\w.]+)"(?:,"input":|\}\}$)/y
const INPUT_FIRST = '"input":'
const PATH_LAST = ',"path":"'

/**
 * Both orders of keys are known: `path, input` (our SDK) and `input, path` (`@trpc/client`). What lies between the
 * known pieces must be one whole JSON value, so the text means what a general parse would have found, or is left to it:
 * a key too many, or twice, an escape or a space never fits. 0.8 µs for 240 bytes where `decode` takes 1.05.
 */
export function readQuick(text: string): Quick | null {
  const head = HEAD.exec(text)
  if (head === null) return null
  const [{ length }, key, method] = head as unknown as [string, string, Quick['method']]
  if (text.startsWith(INPUT_FIRST, length)) {
    const end = text.lastIndexOf(PATH_LAST)
    const path = text.slice(end + PATH_LAST.length, -3)
    if (end < length || !text.endsWith('"}}') || !PATH.test(path)) return null
    return withInput(key, method, path, text.slice(length + INPUT_FIRST.length, end))
  }
  PATH_FIRST.lastIndex = length
  const found = PATH_FIRST.exec(text)
  if (found === null) return null
  const [{ length: taken }, path] = found as unknown as [string, string]
  const start = length + taken
  if (start === text.length) return { key, method, path, input: undefined }
  return text.endsWith('}}') ? withInput(key, method, path, text.slice(start, -2)) : null
}

const PATH = /^[\w.]+$/

function withInput(key: string, method: Quick['method'], path: string, json: string): Quick | null {
  try {
    return { key, method, path, input: JSON.parse(json) }
  } catch {
    return null
  }
}
