/** No file grows past what a person reads at once. */
import { type Complaint, isSource, isTest, type Rule, type Tree } from './tree.ts'

const LINES_MAX = 400
/** A test is a story told once, from top to bottom; it may be longer. */
const TEST_LINES_MAX = 800

function checkSize(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  for (const { path, text } of tree.values()) {
    if (!isSource(path) && !/\.(css|html|mjs|js|sh)$/.test(path)) continue
    // pages of measurements: written by a program, looked at in a browser
    if (path.startsWith('bench/results/')) continue
    const lines = text.split('\n').length - 1
    const max = isTest(path) ? TEST_LINES_MAX : LINES_MAX
    if (lines <= max) continue
    const why = `${lines} lines, at most ${max}: keep the record and move its verbs into files beside it`
    complaints.push({ path, line: max, why })
  }
  return complaints
}

export const size: Rule = { name: `no source file over ${LINES_MAX} lines`, check: checkSize }
