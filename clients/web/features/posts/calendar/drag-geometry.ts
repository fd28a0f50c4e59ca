/** Where a dragged card would land. The grid is measured once, when the drag begins; every move after that is arithmetic. */

/** Cells of equal size side by side and below each other. Pixels, of the viewport. */
export interface Grid {
  readonly left: number
  readonly top: number
  readonly cellWidth: number
  readonly cellHeight: number
  readonly columns: number
  readonly rows: number
}

/** The cell under a point, counted from the first; null beside the grid. */
export function cellAt(grid: Grid, x: number, y: number): number | null {
  const column = Math.floor((x - grid.left) / grid.cellWidth)
  const row = Math.floor((y - grid.top) / grid.cellHeight)
  if (column < 0 || column >= grid.columns || row < 0 || row >= grid.rows) return null
  return row * grid.columns + column
}

/** The upper left corner of a cell, from that of the grid. Pixels. */
export function cornerOf({ cellWidth, cellHeight, columns }: Grid, cell: number): { x: number; y: number } {
  return { x: (cell % columns) * cellWidth, y: Math.floor(cell / columns) * cellHeight }
}

const STEPS: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The cell to which an arrow key moves from `cell`: left and right go on over the ends of rows, nothing leaves the grid. */
export function cellAfterKey(
  { columns, rows }: Pick<Grid, 'columns' | 'rows'>,
  cell: number,
  key: string,
): number {
  const step = STEPS[key]
  if (step === undefined) return cell
  const next = cell + step[0] + step[1] * columns
  return next < 0 || next >= columns * rows ? cell : next
}

/** Minutes to which times in the week snap. */
export const SNAP_MINUTES = 15

/** `minutes` to the nearest quarter of an hour. */
export function snapped(minutes: number): number {
  return Math.round(minutes / SNAP_MINUTES) * SNAP_MINUTES
}
