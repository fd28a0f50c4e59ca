/** `plotOf`: lines as SVG, both axes marked, the vertical one logarithmic unless told. */
import { numberOf } from './table.ts'

export interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface Axes {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly logX: boolean
  /** True unless told. Nought has no place on it, and is left out. */
  readonly logY?: boolean
}

const WIDTH = 720
const HEIGHT = 320
const LEFT = 70
const BOTTOM = 40
const TOP = 10
const LEGEND_LINE = 18
/** Turned by the golden angle, so that neighbours differ however many there are. */
const GOLDEN_ANGLE = 137.5

export function plotOf(lines: readonly Line[], axes: Axes): string {
  const points = lines.flatMap((line) => line.points).filter(([x, y]) => isDrawn(x, y, axes))
  if (points.length === 0) return ''
  const x = scaleOf(
    points.map(([value]) => value),
    axes.logX,
    LEFT,
    WIDTH - 10,
  )
  const y = scaleOf(
    points.map(([, value]) => value),
    axes.logY ?? true,
    HEIGHT - BOTTOM,
    TOP,
  )
  const drawn = lines.map(({ points: own }, index) => {
    const path = own
      .filter(([a, b]) => isDrawn(a, b, axes))
      .map(([a, b]) => `${x.place(a).toFixed(1)},${y.place(b).toFixed(1)}`)
    return `<polyline fill="none" stroke="${colourOf(index)}" stroke-width="2" points="${path.join(' ')}"/>`
  })
  const legend = lines.map(
    ({ name }, index) =>
      `<text x="${LEFT}" y="${HEIGHT + (index + 1) * LEGEND_LINE}" fill="${colourOf(index)}">${escapedText(name)}</text>`,
  )
  const height = HEIGHT + (lines.length + 1) * LEGEND_LINE
  return `<figure><svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" font-size="12" fill="currentColor">
<title>${escapedText(axes.title)}</title>
${x.marks.map((mark) => `<text x="${x.place(mark)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${numberOf(mark)}</text>`).join('')}
${y.marks.map((mark) => `<line x1="${LEFT}" x2="${WIDTH - 10}" y1="${y.place(mark)}" y2="${y.place(mark)}" stroke="currentColor" opacity=".15"/><text x="${LEFT - 6}" y="${y.place(mark) + 4}" text-anchor="end">${numberOf(mark)}</text>`).join('')}
<text x="${WIDTH - 10}" y="${HEIGHT - 6}" text-anchor="end">${escapedText(axes.x)}</text><text x="${LEFT + 4}" y="${TOP + 8}">${escapedText(axes.y)}</text>
${drawn.join('\n')}
${legend.join('\n')}</svg><figcaption>${escapedText(axes.title)}</figcaption></figure>`
}

function isDrawn(x: number, y: number, { logX, logY = true }: Axes): boolean {
  return Number.isFinite(x) && Number.isFinite(y) && (!logY || y > 0) && (!logX || x > 0)
}

interface Scale {
  readonly marks: readonly number[]
  place(value: number): number
}

function scaleOf(values: readonly number[], isLog: boolean, from: number, to: number): Scale {
  const on = isLog ? Math.log10 : (value: number) => value
  const low = Math.min(...values.map(on))
  const high = Math.max(...values.map(on))
  const width = high - low || 1
  const marks = Array.from({ length: 5 }, (_, index) => {
    const at = low + (width * index) / 4
    return isLog ? 10 ** at : at
  })
  return { marks, place: (value) => from + ((on(value) - low) / width) * (to - from) }
}

function colourOf(index: number): string {
  return `hsl(${Math.round((index * GOLDEN_ANGLE) % 360)} 70% 50%)`
}

function escapedText(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)
}
