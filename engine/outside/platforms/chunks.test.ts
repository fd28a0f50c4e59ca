import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chunksOf } from './chunks.ts'

test('pieces of any size come out as chunks of one size, with the same bytes in the same order', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20 }))
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 9 }), async (given, chunkBytes) => {
      const source = async function* () {
        yield* given
      }
      const chunks: Uint8Array[] = []
      for await (const chunk of chunksOf(source(), chunkBytes)) chunks.push(chunk)
      expect(Buffer.concat(chunks)).toEqual(Buffer.concat(given))
      for (const chunk of chunks.slice(0, -1)) expect(chunk).toHaveLength(chunkBytes)
      expect(chunks.at(-1)?.length ?? chunkBytes).toBeLessThanOrEqual(chunkBytes)
    }),
  )
})
