import { expect, test } from 'vitest'
import { draftsOf, forgetDrafts } from './drafts.ts'

function memoryShelf() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() {
      return kept.size
    },
  }
}

test('each conversation keeps its own draft until it is emptied', () => {
  const shelf = memoryShelf()
  const drafts = draftsOf('ann', shelf)
  drafts.write('c1', 'half a thought')
  expect(drafts.read('c1')).toBe('half a thought')
  expect(drafts.read('c2')).toBe('')
  expect(draftsOf('bob', shelf).read('c1')).toBe('')
  drafts.write('c1', '')
  expect(shelf.length).toBe(0)
})

test('signing out leaves no words behind, and nothing else is touched', () => {
  const shelf = memoryShelf()
  shelf.setItem('parley.theme', 'dark')
  draftsOf('ann', shelf).write('c1', 'one')
  draftsOf('ann', shelf).write('c2', 'two')
  forgetDrafts(shelf)
  expect(shelf.length).toBe(1)
})

test('a shelf that refuses costs the draft, not the app', () => {
  const refusing = {
    ...memoryShelf(),
    getItem: (): string | null => {
      throw new Error('forbidden')
    },
  }
  expect(draftsOf('ann', refusing).read('c1')).toBe('')
})
