import { expect, test } from 'vitest'
import { cellAfterKey, cellAt, cornerOf, type Grid, snapped } from './drag-geometry.ts'

const GRID: Grid = { left: 100, top: 50, cellWidth: 70, cellHeight: 90, columns: 7, rows: 5 }

test('a point is over the cell that is drawn there', () => {
  expect(cellAt(GRID, 100, 50)).toBe(0)
  expect(cellAt(GRID, 169.9, 139.9)).toBe(0)
  expect(cellAt(GRID, 170, 140)).toBe(8)
  for (let cell = 0; cell < 35; cell++) {
    const { x, y } = cornerOf(GRID, cell)
    expect(cellAt(GRID, GRID.left + x + 35, GRID.top + y + 45)).toBe(cell)
  }
})

test('beside the grid there is nowhere to land', () => {
  for (const [x, y] of [
    [99, 60],
    [590, 60],
    [200, 49],
    [200, 500],
  ] as const)
    expect(cellAt(GRID, x, y)).toBe(null)
})

test('arrow keys walk through days and weeks and stay inside', () => {
  expect(cellAfterKey(GRID, 6, 'ArrowRight')).toBe(7)
  expect(cellAfterKey(GRID, 7, 'ArrowLeft')).toBe(6)
  expect(cellAfterKey(GRID, 3, 'ArrowDown')).toBe(10)
  expect(cellAfterKey(GRID, 3, 'ArrowUp')).toBe(3)
  expect(cellAfterKey(GRID, 34, 'ArrowRight')).toBe(34)
  expect(cellAfterKey(GRID, 3, 'a')).toBe(3)
})

test('times snap to quarters of an hour', () => {
  expect([0, 7, 8, 52, 53, -8].map(snapped)).toEqual([0, 0, 15, 45, 60, -15])
})
