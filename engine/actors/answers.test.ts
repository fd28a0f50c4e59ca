import { describe, expect, it } from 'vitest'
import { type Activation, newActivation } from './activation.ts'
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
  const answer = (seq: number) => ({ seq, at: '2026-11-21T00:00:00.000Z' })

  it('keeps those given last, and counts what each room has', () => {
    const [tea, mice] = [room('tea'), room('mice')]
    const answers = new Answers(3)
    for (let seq = 1; seq <= 1_000; seq++) {
      answers.set(tea, `ann ${seq}`, answer(seq))
      if (seq % 2 === 0) answers.set(mice, `ann ${seq}`, answer(seq))
    }
    expect(answers.get(tea, 'ann 1000')).toEqual(answer(1_000))
    expect(answers.get(mice, 'ann 1000')).toEqual(answer(1_000))
    expect(answers.get(tea, 'ann 999')).toEqual(answer(999))
    expect(answers.get(mice, 'ann 998')).toBeUndefined()
    expect([tea.answers, mice.answers]).toEqual([2, 1])
  })

  it('counts an answer that is given again once, and takes it for the newest', () => {
    const tea = room('tea')
    const answers = new Answers(2)
    for (const key of ['one', 'two', 'one', 'three']) answers.set(tea, key, answer(1))
    expect(['one', 'two', 'three'].map((key) => answers.get(tea, key) !== undefined)).toEqual([
      true,
      false,
      true,
    ])
    expect(tea.answers).toBe(2)
  })

  it('outlives a room that left memory, and counts for the one that came back', () => {
    const [before, after] = [room('tea'), room('tea')]
    const answers = new Answers(2)
    answers.set(before, 'one', answer(1))
    expect(answers.get(after, 'one')).toEqual(answer(1))
    answers.set(after, 'one', answer(1))
    expect([before.answers, after.answers]).toEqual([0, 1])
  })
})
