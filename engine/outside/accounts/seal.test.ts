import { expect, test } from 'vitest'
import { makeKeyring } from '../keys/keyring.ts'
import { makeSealing } from './seal.ts'

const [OLD, NEW] = ['the first secret of this installation', 'the second secret of this installation']
const TEXT = '{"accessToken":"für Ann"}'

test('what is sealed opens for its owner, and looks different each time', () => {
  const { seal, open } = makeSealing(makeKeyring([OLD]))
  const sealed = seal(TEXT, 'account 1')
  expect(open(sealed, 'account 1')).toBe(TEXT)
  expect(sealed).not.toContain('accessToken')
  expect(seal(TEXT, 'account 1')).not.toBe(sealed)
})

test('tokens that were put into the row of another account do not open', () => {
  const { seal, open } = makeSealing(makeKeyring([OLD]))
  expect(open(seal(TEXT, 'account 1'), 'account 2')).toBeNull()
})

test('a changed byte, a piece or rubbish does not open', () => {
  const { seal, open } = makeSealing(makeKeyring([OLD]))
  const sealed = seal(TEXT, 'account 1')
  const at = sealed.length - 5
  const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
  for (const text of [changed, sealed.slice(0, -6), sealed.split('.')[1] ?? '', '', '.', 'rubbish.AAAA']) {
    expect(open(text, 'account 1')).toBeNull()
  }
})

test('a new key seals from now on, and the old one still opens what it has sealed', () => {
  const before = makeSealing(makeKeyring([OLD]))
  const after = makeSealing(makeKeyring([NEW, OLD]))
  expect(after.open(before.seal(TEXT, 'a'), 'a')).toBe(TEXT)
  expect(before.open(after.seal(TEXT, 'a'), 'a')).toBeNull()
})
