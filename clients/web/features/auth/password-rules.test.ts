import { expect, test } from 'vitest'
import { passwordRules } from './password-rules.ts'

test('eight characters are enough', () => {
  expect(passwordRules('1234567').every((rule) => rule.met)).toBe(false)
  expect(passwordRules('12345678').every((rule) => rule.met)).toBe(true)
})

test('bytes count at the upper end, because the hash reads 72 of them', () => {
  expect(passwordRules('a'.repeat(72)).every((rule) => rule.met)).toBe(true)
  expect(passwordRules('é'.repeat(37)).every((rule) => rule.met)).toBe(false)
})
