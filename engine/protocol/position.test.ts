import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatPosition, parsePosition } from './position.ts'

it('is read as it was written', () => {
  const epoch = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/)
  fc.assert(
    fc.property(epoch, fc.nat({ max: 999_999_999_999_999 }), (epoch, seq) => {
      expect(parsePosition(formatPosition(epoch, seq))).toEqual({ epoch, seq })
    }),
  )
})

it('is nothing else', () => {
  const others = [
    '',
    ':',
    'e:',
    ':1',
    'e:-1',
    'e:01',
    'e:1.5',
    'e:1 ',
    'e:1:2',
    'e e:1',
    `${'e'.repeat(33)}:1`,
  ]
  for (const text of [...others, `e:${'9'.repeat(16)}`, 'e:1\n']) expect(parsePosition(text)).toBeNull()
})
