/** `serverEventsIn`: the events in a stream of server-sent events, however its bytes are cut. */

export interface ServerEvent {
  /** `message` when the sender gave none. */
  readonly event: string
  readonly data: string
}

/** An event that was not ended by an empty line is left out: it may lack a part. */
export async function* serverEventsIn(stream: AsyncIterable<Uint8Array>): AsyncIterable<ServerEvent> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of stream) {
    // a lone CR at the end may be half of a line's end: it is looked at together with what follows
    const text = rest + decoder.decode(bytes, { stream: true })
    const isHalf = text.endsWith('\r')
    const lines = (isHalf ? text.slice(0, -1) : text).replace(/\r\n?/g, '\n')
    const blocks = lines.split('\n\n')
    rest = (blocks.pop() ?? '') + (isHalf ? '\r' : '')
    for (const block of blocks) {
      const event = eventOf(block)
      if (event !== null) yield event
    }
  }
}

function eventOf(block: string): ServerEvent | null {
  let event = 'message'
  const data: string[] = []
  for (const line of block.split('\n')) {
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? []
    if (field === 'event') event = value
    if (field === 'data') data.push(value)
  }
  return data.length === 0 ? null : { event, data: data.join('\n') }
}
