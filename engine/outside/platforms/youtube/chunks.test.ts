import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunksOf } from './chunks.ts'

async function* streamOf(parts: readonly Uint8Array[]) {
  yield* parts
}

test('pieces are of one size but the last, and together are the stream', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(parts, fc.integer({ min: 1, max: 16 }), async (given, bytes) => {
      const pieces: Uint8Array[] = []
      for await (const piece of chunksOf(streamOf(given), bytes)) pieces.push(piece)
      expect(Buffer.concat(pieces)).toEqual(Buffer.concat(given))
      expect(pieces.slice(0, -1).every(({ length }) => length === bytes)).toBe(true)
      expect(pieces.every(({ length }) => length > 0)).toBe(true)
    }),
  )
})
