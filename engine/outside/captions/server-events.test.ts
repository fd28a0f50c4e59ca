import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ServerEvent, serverEventsIn } from './server-events.ts'

async function eventsIn(...parts: readonly Uint8Array[]): Promise<ServerEvent[]> {
  async function* stream() {
    yield* parts
  }
  const events: ServerEvent[] = []
  for await (const event of serverEventsIn(stream())) events.push(event)
  return events
}

const TEXT = [
  ': a remark',
  'event: first',
  'data: {"a":"ä🎬\u2028"}',
  '',
  'data: one',
  'data:two',
  '',
  'event: no-data',
  '',
  'data: unended',
]
const EXPECTED = [
  { event: 'first', data: '{"a":"ä🎬\u2028"}' },
  { event: 'message', data: 'one\ntwo' },
]

for (const [name, end] of [
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CR', '\r'],
] as const) {
  test(`events are the same however the bytes are cut, with lines that end in ${name}`, async () => {
    const bytes = Buffer.from(TEXT.join(end))
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(cuts, async (given) => {
        const places = [0, ...given.sort((a, b) => a - b), bytes.length]
        const parts = places.slice(1).map((to, index) => bytes.subarray(places[index], to))
        expect(await eventsIn(...parts)).toEqual(EXPECTED)
      }),
    )
  })
}
