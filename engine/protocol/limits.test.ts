import { expect, it } from 'vitest'
import { LIMITS } from './limits.ts'

it('lets the longest message fit into one payload, whatever it is written in', () => {
  const worst = JSON.stringify({ text: '\u0001'.repeat(LIMITS.textCharsMax) })
  const emoji = JSON.stringify({ text: '🦜'.repeat(LIMITS.textCharsMax / 2) })
  for (const json of [worst, emoji]) expect(Buffer.byteLength(json)).toBeLessThan(LIMITS.payloadBytesMax / 2)
})

it('lets the longest invitation fit into one payload', () => {
  const userIds = Array.from({ length: LIMITS.inviteesMax }, () => '0192f0c1-2b3c-7def-8abc-0123456789ab')
  expect(Buffer.byteLength(JSON.stringify({ userIds }))).toBeLessThan(LIMITS.payloadBytesMax)
})
