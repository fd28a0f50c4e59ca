import { expect, it } from 'vitest'
import { compress, encodingFor } from './compress.ts'

it('takes the best encoding a client accepts', () => {
  expect(
    ['gzip, deflate, br', 'gzip', 'br;q=0.5,gzip', 'br;q=0, gzip', 'gzip;q=0', 'brotli', '*', undefined].map(
      encodingFor,
    ),
  ).toEqual(['br', 'gzip', 'br', 'gzip', null, null, null, null])
})

it('leaves alone what is small or does not shrink', async () => {
  expect(await compress(Buffer.from('x'.repeat(1_000)), 'br')).toBeNull()
  expect(await compress(crypto.getRandomValues(new Uint8Array(5_000)), 'gzip')).toBeNull()
  expect((await compress(Buffer.from('x'.repeat(5_000)), 'gzip'))?.byteLength).toBeLessThan(100)
})
