import { expect, test } from 'vitest'
import { forgetDrafts } from '../../messages/drafts.ts'
import { EMPTY } from './draft.ts'
import { keptDraft } from './kept-draft.ts'

function shelf() {
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

const AT = { localDateTime: '2026-11-25T09:00', timeZone: 'UTC', gap: 'after', overlap: 'first' } as const

test('what was begun is there again, with the time that is suggested now', () => {
  const device = shelf()
  keptDraft('ann', device).write({ ...EMPTY, text: 'half a thought', at: null })
  expect(keptDraft('ann', device).read(AT)).toEqual({ ...EMPTY, text: 'half a thought', at: AT })
  expect(keptDraft('bob', device).read(AT)).toEqual({ ...EMPTY, at: AT })
})

test('nothing is kept of what says nothing, of what was sent, and after signing out', () => {
  const device = shelf()
  const drafts = keptDraft('ann', device)
  drafts.write({ ...EMPTY, text: 'x' })
  drafts.write({ ...EMPTY, text: '  ' })
  expect(device.length).toBe(0)
  drafts.write({ ...EMPTY, text: 'x' })
  drafts.write(null)
  expect(device.length).toBe(0)
  drafts.write({ ...EMPTY, text: 'x' })
  forgetDrafts(device)
  expect(device.length).toBe(0)
})

test('whatever else lies there is not taken for a draft', () => {
  for (const odd of ['', '{', '3', '{"text":1}', 'null']) {
    const device = shelf()
    device.setItem('parley.draft.ann.new-post', odd)
    expect(keptDraft('ann', device).read(AT)).toEqual({ ...EMPTY, at: AT })
  }
})
