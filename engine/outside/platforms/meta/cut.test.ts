import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cut, gathered } from './cut.ts'

async function* streamOf(pieces: readonly Uint8Array[]) {
  yield* pieces
}

test('however a stream comes, its parts are whole, and together they are the stream', async () => {
  const anyPieces = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 9 })
  await fc.assert(
    fc.asyncProperty(anyPieces, fc.integer({ min: 1, max: 12 }), async (pieces, partBytes) => {
      const whole = await gathered(streamOf(pieces))
      const parts: Uint8Array[] = []
      for await (const part of cut(streamOf(pieces), partBytes)) parts.push(part)
      expect(await gathered(streamOf(parts))).toEqual(whole)
      expect(whole).toHaveLength(pieces.reduce((sum, { length }) => sum + length, 0))
      for (const part of parts.slice(0, -1)) expect(part).toHaveLength(partBytes)
      expect(parts).toHaveLength(Math.ceil(whole.length / partBytes))
    }),
  )
})
