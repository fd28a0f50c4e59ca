/** No cycles at run time: a file that imports itself through others has no beginning and cannot be moved. */
import { type Complaint, isSource, type Rule, type Tree } from './tree.ts'

/** The groups of files that reach each other (Tarjan), each in the order of one way around. */
export function cyclesIn(tree: Tree): string[][] {
  const indexes = new Map<string, number>()
  const lows = new Map<string, number>()
  const stack: string[] = []
  const groups: string[][] = []

  function visit(path: string): void {
    indexes.set(path, indexes.size)
    lows.set(path, indexes.get(path)!)
    stack.push(path)
    for (const next of imported(tree, path)) {
      if (!indexes.has(next)) {
        visit(next)
        lows.set(path, Math.min(lows.get(path)!, lows.get(next)!))
      } else if (stack.includes(next)) {
        lows.set(path, Math.min(lows.get(path)!, indexes.get(next)!))
      }
    }
    if (lows.get(path) !== indexes.get(path)) return
    const group = stack.splice(stack.indexOf(path))
    if (group.length > 1 || imported(tree, path).includes(path)) groups.push(wayAround(tree, group))
  }

  for (const path of tree.keys()) if (isSource(path) && !indexes.has(path)) visit(path)
  return groups
}

function imported(tree: Tree, path: string): string[] {
  const facts = tree.get(path)?.imports ?? []
  return facts.flatMap(({ target, typeOnly }) => (target && !typeOnly && tree.has(target) ? [target] : []))
}

/** The shortest way from the first file of a group back to it. */
function wayAround(tree: Tree, group: readonly string[]): string[] {
  const start = group[0] as string
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const path of queue) {
    for (const next of imported(tree, path)) {
      if (next === start) {
        const way = [path]
        while (way[0] !== start) way.unshift(cameFrom.get(way[0] as string) as string)
        return way
      }
      if (!group.includes(next) || cameFrom.has(next)) continue
      cameFrom.set(next, path)
      queue.push(next)
    }
  }
  return [...group]
}

function checkCycles(tree: Tree): Complaint[] {
  return cyclesIn(tree).map((way) => ({
    path: way[0] as string,
    line: 1,
    why: `imports itself: ${[...way, way[0]].join(' -> ')}. Move what both need into a third file, or pass it in`,
  }))
}

export const noCycles: Rule = { name: 'no import cycles at run time', check: checkCycles }
