/** Time and chance come in from outside, so that a replay, a simulation and a test see the same twice. */
import { type Complaint, isSource, isTest, lineAt, type Rule, type Tree } from './tree.ts'

const PURE_ROOMS = /^engine\/(kernel|protocol|conversation|post|presence|actors|fanout)\//

/** Banned words and what to use in their place. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b/g, 'take a Clock (engine/kernel/clock.ts)'],
  [/\bnew Date\(\s*\)/g, 'take a Clock (engine/kernel/clock.ts)'],
  [/\bMath\.random\b/g, 'take a Random (engine/kernel/ids.ts)'],
  [/(?<![.\w$])(setTimeout|setInterval|setImmediate|queueMicrotask)\b/g, 'take a Clock: `after`, `nextTick`'],
  [/(?<![.\w$])(performance|crypto)\s*\./g, 'take a Clock or a Random'],
  [/(?<![.\w$])process\s*\./g, 'take what you need from the configuration, as a parameter'],
  [/(?<![.\w$])(fetch|XMLHttpRequest|WebSocket)\s*\(/g, 'ask through a port'],
  [/(?<![.\w$])console\s*\./g, 'return it, or take a log'],
]

function checkPureRooms(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  for (const { path, code } of tree.values()) {
    if (!PURE_ROOMS.test(path) || !isSource(path) || isTest(path)) continue
    for (const [word, instead] of BANNED) {
      for (const found of code.matchAll(word)) {
        const why = `${found[0]} makes this room depend on its machine: ${instead}`
        complaints.push({ path, line: lineAt(code, found.index), why })
      }
    }
  }
  return complaints
}

export const pureRooms: Rule = {
  name: 'pure rooms use no clock, chance or world of their own',
  check: checkPureRooms,
}
