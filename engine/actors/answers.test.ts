import { describe, expect, it } from 'vitest'
import { type Activation, keyOf, newActivation } from './activation.ts'
import { Answers } from './answers.ts'
import type { RoomKind } from './ports.ts'

describe('answers', () => {
  const room = (roomId: string): Activation =>
    newActivation({
      kind: {} as RoomKind,
      roomId,
      shard: 0,
      lane: 0,
      term: 1,
      touchedAt: 0,
      isWary: false,
    })
  const key = ({ roomId }: Activation, commandId: string) => keyOf(roomId, 'ann', commandId)
  const answer = (seq: number) => ({ seq, at: '2026-11-21T00:00:00.000Z' })

  it('keeps those given last, and counts what each room has', () => {
    const [tea, mice] = [room('tea'), room('mice')]
    const answers = new Answers(3, 'a secret')
    for (let seq = 1; seq <= 1_000; seq++) {
      answers.set(tea, key(tea, `${seq}`), answer(seq))
      if (seq % 2 === 0) answers.set(mice, key(mice, `${seq}`), answer(seq))
    }
    expect(answers.get(key(tea, '1000'))).toEqual(answer(1_000))
    expect(answers.get(key(mice, '1000'))).toEqual(answer(1_000))
    expect(answers.get(key(tea, '999'))).toEqual(answer(999))
    expect(answers.get(key(mice, '998'))).toBeUndefined()
    expect([tea.answers, mice.answers]).toEqual([2, 1])
  })

  it('counts an answer that is given again once, and takes it for the newest', () => {
    const tea = room('tea')
    const answers = new Answers(2, 'a secret')
    for (const commandId of ['one', 'two', 'one', 'three']) answers.set(tea, key(tea, commandId), answer(1))
    expect(
      ['one', 'two', 'three'].map((commandId) => answers.get(key(tea, commandId)) !== undefined),
    ).toEqual([true, false, true])
    expect(tea.answers).toBe(2)
  })

  it('gives back what it was given, messages and commandIds with spaces too', () => {
    const tea = room('tea')
    const answers = new Answers(10, 'a secret')
    const ofMessage = { ...answer(2), messageId: 'm2' }
    answers.set(tea, key(tea, 'one two'), answer(1))
    answers.set(tea, key(tea, 'one'), ofMessage)
    expect(answers.get(key(tea, 'one two'))).toEqual(answer(1))
    expect(answers.get(key(tea, 'one'))).toEqual(ofMessage)
    expect(answers.get(key(room('te'), 'one'))).toBeUndefined()
  })

  it('does not remember a key that is none of ours, and does not count it', () => {
    const tea = room('tea')
    const answers = new Answers(10, 'a secret')
    for (const commandId of ['x'.repeat(200), 'ящик']) {
      answers.set(tea, key(tea, commandId), answer(1))
      expect(answers.get(key(tea, commandId))).toBeUndefined()
    }
    expect(tea.answers).toBe(0)
  })

  it('outlives a room that left memory, and counts for the one that came back', () => {
    const [before, after] = [room('tea'), room('tea')]
    const answers = new Answers(2, 'a secret')
    answers.set(before, key(before, 'one'), answer(1))
    expect(answers.get(key(after, 'one'))).toEqual(answer(1))
    answers.set(after, key(after, 'one'), answer(1))
    expect([before.answers, after.answers]).toEqual([0, 1])
  })
})
