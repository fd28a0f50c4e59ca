import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeFrameReader, SEEN_BYTES } from './frame-reader.ts'
import { BINARY, frameOf, makeTemplate, TEXT } from './frame-writer.ts'
import { ID_SLOT, TIME_SLOT } from './plan.ts'

const MASK = Buffer.from([0x5a, 0xc3, 0x3c, 0xa5])

/** What a server does with a frame of a client. */
function unmasked(frame: Buffer): string {
  const short = (frame[1] as number) & 0x7f
  expect((frame[1] as number) & 0x80).toBe(0x80)
  const head = short < 126 ? 2 : short === 126 ? 4 : 10
  const length =
    short < 126 ? short : short === 126 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2))
  const mask = frame.subarray(head, head + 4)
  const payload = Buffer.from(frame.subarray(head + 4))
  expect(payload.length).toBe(length)
  for (const [at, byte] of payload.entries()) payload[at] = byte ^ (mask[at & 3] as number)
  return payload.toString('latin1')
}

/** As a server writes it: without a mask. */
function served(payload: Buffer, opcode = TEXT): Buffer {
  const { length } = payload
  const extra = length < 126 ? 0 : length < 0x1_0000 ? 2 : 8
  const head = Buffer.alloc(2 + extra)
  head[0] = 0x80 | opcode
  head[1] = extra === 0 ? length : extra === 2 ? 126 : 127
  if (extra === 2) head.writeUInt16BE(length, 2)
  if (extra === 8) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

describe('writing', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536])(
    'masks a payload of %i bytes so that a server reads it',
    (length) => {
      const payload = Buffer.alloc(length, 'parley')
      const frame = frameOf(BINARY, payload, MASK)
      expect(frame[0]).toBe(0x82)
      expect(unmasked(frame)).toBe(payload.toString())
    },
  )

  it('fills the slots of a template and leaves the rest', () => {
    const template = makeTemplate(`{"id":${ID_SLOT},"text":"${TIME_SLOT}","again":"${ID_SLOT}"}`, MASK)
    const out = Buffer.alloc(template.bytes * 2)
    template.write(out, 0, 1_000_000_042, 12_345_678)
    template.write(out, template.bytes, 9_999_999_999, 0)
    expect(unmasked(out.subarray(0, template.bytes))).toBe(
      '{"id":1000000042,"text":"~000000012345678","again":"1000000042"}',
    )
    expect(unmasked(out.subarray(template.bytes))).toBe(
      '{"id":9999999999,"text":"~000000000000000","again":"9999999999"}',
    )
  })
})

describe('reading', () => {
  it('finds every frame, however the network cuts the stream', () => {
    const payloads = fc.array(fc.nat(70_000), { minLength: 1, maxLength: 12 })
    const cuts = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(payloads, cuts, (lengths, sizes) => {
        const stream = Buffer.concat(lengths.map((length, n) => served(Buffer.alloc(length, 65 + (n % 26)))))
        const found: { length: number; first: number | undefined }[] = []
        const reader = makeFrameReader((opcode, bytes, start, end, length) => {
          expect(opcode).toBe(TEXT)
          expect(end - start).toBeGreaterThanOrEqual(Math.min(length, SEEN_BYTES))
          found.push({ length, first: length === 0 ? undefined : bytes[start] })
        })
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] as number
          // a copy that is overwritten afterwards, as the shared buffer of all sockets is
          const chunk = Buffer.from(stream.subarray(at, at + size))
          reader.read(chunk)
          chunk.fill(0)
          at += size
        }
        expect(found).toEqual(
          lengths.map((length, n) => ({ length, first: length === 0 ? undefined : 65 + (n % 26) })),
        )
      }),
      { numRuns: 40 },
    )
  })
})
