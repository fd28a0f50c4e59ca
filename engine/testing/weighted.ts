/** `weighted`: words that a property test draws, some of them more often than others. */
import fc from 'fast-check'

/** A word of weight 4 comes four times as often as one of weight 1. */
export function weighted<Word extends string>(weights: Readonly<Record<Word, number>>): fc.Arbitrary<Word> {
  const words = Object.entries<number>(weights) as [Word, number][]
  return fc.oneof(...words.map(([word, weight]) => ({ weight, arbitrary: fc.constant(word) })))
}
