import { expect, test } from 'vitest'
import { lanesOf } from './lanes.ts'

const lanes = (...minutes: number[]) => lanesOf(minutes, (minute) => minute, 45)

test('cards apart have the width of the day, cards that overlap share it', () => {
  expect(lanes(0, 45, 540).placed.map(({ lane, lanes: of }) => `${lane}/${of}`)).toEqual([
    '0/1',
    '0/1',
    '0/1',
  ])
  expect(lanes(540, 550, 600).placed.map(({ lane, lanes: of }) => `${lane}/${of}`)).toEqual([
    '0/2',
    '1/2',
    '0/1',
  ])
})

test('a lane is taken again once it is free', () => {
  expect(lanes(540, 560, 590, 610).placed.map(({ lane }) => lane)).toEqual([0, 1, 0, 1])
})

test('what finds no lane is counted where its group begins', () => {
  const { placed, hidden } = lanes(540, 540, 540, 540, 541, 700)
  expect(placed).toHaveLength(4)
  expect([...hidden]).toEqual([[540, 2]])
})
