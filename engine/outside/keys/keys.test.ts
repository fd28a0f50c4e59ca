import { expect, test } from 'vitest'
import { makeKeyring } from './keyring.ts'
import { makeSignatures } from './signatures.ts'

const [OLD, NEW] = ['the first secret of this installation', 'the second secret of this installation']

test('a signature is good for its text and its purpose, and for nothing else', () => {
  const { sign, isSigned } = makeSignatures(makeKeyring([OLD]))
  const signature = sign('media', 'one 100')
  expect(signature).toMatch(/^[\w-]+\.[\w-]+$/)
  expect(isSigned('media', 'one 100', signature)).toBe(true)
  expect(isSigned('media', 'one 200', signature)).toBe(false)
  expect(isSigned('review', 'one 100', signature)).toBe(false)
  for (const forged of ['', '.', signature.slice(0, -3), `${signature.split('.')[0]}.`, `x.${signature}`]) {
    expect(isSigned('media', 'one 100', forged)).toBe(false)
  }
})

test('what an old key has signed stays good for as long as that key is kept', () => {
  const signature = makeSignatures(makeKeyring([OLD])).sign('review', 'a post')
  expect(makeSignatures(makeKeyring([NEW, OLD])).isSigned('review', 'a post', signature)).toBe(true)
  expect(makeSignatures(makeKeyring([NEW])).isSigned('review', 'a post', signature)).toBe(false)
})

test('a key has another 32 bytes for each purpose, and the same ones each time', () => {
  const { newest } = makeKeyring([OLD])
  expect(newest.for('a')).toHaveLength(32)
  expect(newest.for('a').equals(newest.for('b'))).toBe(false)
  expect(newest.for('a').equals(makeKeyring([NEW, OLD]).find(newest.id)!.for('a'))).toBe(true)
})
